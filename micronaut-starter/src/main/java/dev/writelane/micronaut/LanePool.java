package dev.writelane.micronaut;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.jdbc.metadata.AbstractDataSourcePoolMetadata;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database's lanes, as the pool's connections that Micronaut asks for ({@code jdbc.connections.*} and others). Asks the status alone. */
@EachBean(SqliteDatabase.class)
final class LanePool extends AbstractDataSourcePoolMetadata<DataSource> {
    private final SqliteDatabase database;

    LanePool(SqliteDatabase database) {
        super(database.dataSource());
        this.database = database;
    }

    @Override
    public Integer getActive() {
        return lanes(true);
    }

    @Override
    public Integer getIdle() {
        return lanes(false);
    }

    @Override
    public Integer getMax() {
        return database.status().lanes().size();
    }

    /** All of them are open as long as the database is. */
    @Override
    public Integer getMin() {
        return getMax();
    }

    @Override
    public @Nullable String getValidationQuery() {
        return null;
    }

    @Override
    public Boolean getDefaultAutoCommit() {
        return true;
    }

    private int lanes(boolean held) {
        int lanes = 0;
        for (DatabaseStatus.LaneStatus lane : database.status().lanes()) {
            if ((lane.holder() != null) == held) {
                lanes++;
            }
        }
        return lanes;
    }
}
