package dev.writelane.micronaut;

import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;
import io.micronaut.core.value.PropertyResolver;

/** Holds when a datasource has a request scope, so that all others pay for no filter. */
@SuppressWarnings("rawtypes") // Condition itself is declared with the raw type
final class RequestScopeAsked implements Condition {

    @Override
    public boolean matches(ConditionContext context) {
        return context.getBeanContext() instanceof PropertyResolver properties
                && properties.getPropertyEntries(SqliteDatasource.PREFIX).stream()
                        .anyMatch(name -> properties
                                .getProperty(
                                        SqliteDatasource.PREFIX + "." + name + ".writelane."
                                                + SqliteDatasource.REQUEST_SCOPE.key(),
                                        Boolean.class)
                                .orElse(false));
    }
}
