package dev.writelane.micronaut.pool;

import dev.writelane.micronaut.SqliteUrl;
import io.micronaut.context.condition.Condition;
import io.micronaut.context.condition.ConditionContext;

/** Holds for every datasource that is not SQLite's. */
@SuppressWarnings("rawtypes") // Condition itself is declared with the raw type
final class OtherUrl implements Condition {
    private final SqliteUrl sqlite = new SqliteUrl();

    @Override
    public boolean matches(ConditionContext context) {
        return context.getBeanResolutionContext() == null || !sqlite.matches(context);
    }
}
