package dev.writelane.micronaut;

import io.micronaut.aop.InterceptPhase;
import io.micronaut.aop.InterceptorBean;
import io.micronaut.aop.MethodInterceptor;
import io.micronaut.aop.MethodInvocationContext;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.annotation.Transactional;
import io.micronaut.transaction.interceptor.TransactionDataSourceTenantResolver;
import io.micronaut.transaction.jdbc.DataSourceTransactionManager;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Ends a {@code @Transactional} inside {@code @Connectable} as it begins: in autocommit. Micronaut would undo the transaction's set-up only
 * when the outer scope ends; until then every statement behind it would be in a transaction that nobody asked for, on the write lane, and a
 * read-only one could not follow.
 *
 * <p>It undoes the set-up with the scope that the transaction found, so the transaction gets one of its own here, on the same connection.
 * One that returns a CompletionStage outlives its method and has no scope that could end with it: it keeps Micronaut's way.
 */
@Singleton
@InterceptorBean(Transactional.class)
@Requires(classes = DataSourceTransactionManager.class)
final class TransactionInConnectable implements MethodInterceptor<Object, Object> {
    private final BeanLocator beans;
    private final @Nullable TransactionDataSourceTenantResolver tenants;
    /** By the name of the datasource, empty for the default one. Only what was found: a tenant's name may come from a request. */
    private final Map<String, ScopeMarker> ours = new ConcurrentHashMap<>();

    TransactionInConnectable(BeanLocator beans, Optional<TransactionDataSourceTenantResolver> tenants) {
        this.beans = beans;
        this.tenants = tenants.orElse(null);
    }

    /** Between Micronaut's interceptors of the two annotations. */
    @Override
    public int getOrder() {
        return InterceptPhase.TRANSACTION.getPosition() - 1;
    }

    @Override
    public @Nullable Object intercept(MethodInvocationContext<Object, Object> context) {
        Class<?> returned = context.getReturnType().getType();
        if (CompletionStage.class.isAssignableFrom(returned) || Publishers.isConvertibleToPublisher(returned)) {
            return context.proceed();
        }
        ScopeMarker marker = marker(datasource(context));
        if (marker == null || marker.operations().findConnectionStatus().isEmpty()) {
            return context.proceed();
        }
        return marker.operations().execute(ConnectionDefinition.DEFAULT, status -> context.proceed());
    }

    private String datasource(MethodInvocationContext<Object, Object> context) {
        String tenant = tenants == null ? null : tenants.resolveTenantDataSourceName();
        return tenant != null
                ? tenant
                : context.stringValue(Transactional.class).orElse("");
    }

    /** Null for databases that are none of ours. */
    private @Nullable ScopeMarker marker(String datasource) {
        ScopeMarker known = ours.get(datasource);
        if (known != null) {
            return known;
        }
        ScopeMarker found = find(datasource).orElse(null);
        if (found != null) {
            ours.put(datasource, found);
        }
        return found;
    }

    private Optional<ScopeMarker> find(String datasource) {
        String name = datasource.isEmpty() ? "default" : datasource;
        Optional<ScopeMarker> named = beans.findBean(ScopeMarker.class, Qualifiers.byName(name));
        boolean isTheOnlyOne =
                datasource.isEmpty() && beans.getBeansOfType(DataSource.class).size() == 1;
        return isTheOnlyOne && named.isEmpty() ? beans.findBean(ScopeMarker.class) : named;
    }
}
