package dev.writelane.micronaut;

import io.micronaut.context.BeanResolutionContext;
import io.micronaut.context.Qualifier;
import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;
import io.micronaut.core.naming.Named;
import io.micronaut.inject.BeanDefinition;

/** Holds for a datasource that is enabled and whose URL is SQLite's; all others are left to the pools. */
@SuppressWarnings("rawtypes") // Condition itself is declared with the raw type
final class SqliteUrl implements Condition {

    static final String START = "jdbc:sqlite:";

    @Override
    public boolean matches(ConditionContext context) {
        BeanResolutionContext resolution = context.getBeanResolutionContext();
        if (resolution == null) {
            return true; // asked once for the class; each name is asked for again when its bean is made
        }
        String datasource = SqliteDatasource.PREFIX + "." + name(context, resolution);
        return context.getProperty(datasource + ".enabled", Boolean.class).orElse(true)
                && context.getProperty(datasource + ".url", String.class)
                        .filter(url -> url.startsWith(START))
                        .isPresent();
    }

    private static String name(ConditionContext context, BeanResolutionContext resolution) {
        Qualifier<?> qualifier = resolution.getCurrentQualifier();
        if (qualifier == null && context.getComponent() instanceof BeanDefinition<?> definition) {
            qualifier = definition.getDeclaredQualifier();
        }
        return qualifier instanceof Named named ? named.getName() : "default";
    }
}
