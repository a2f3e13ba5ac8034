package dev.writelane.micronaut.data;

import io.micronaut.context.annotation.Requires;
import io.micronaut.data.runtime.multitenancy.TenantResolver;
import jakarta.inject.Singleton;

/** Who asks: a thread says so itself. */
@Singleton
@Requires(property = "micronaut.data.multi-tenancy.mode", value = "DATASOURCE")
class CurrentTenant implements TenantResolver {
    final ThreadLocal<String> name = ThreadLocal.withInitial(() -> "default");

    @Override
    public String resolveTenantIdentifier() {
        return name.get();
    }
}
