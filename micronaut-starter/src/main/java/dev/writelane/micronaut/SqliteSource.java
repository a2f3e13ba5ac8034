package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import javax.sql.DataSource;

/** What becomes the {@link DataSource} bean of one SQLite datasource, whoever declares that bean. */
@EachBean(SqliteDatasource.class)
public final class SqliteSource {
    private final DataSource dataSource;

    SqliteSource(SqliteDatasource datasource, @Parameter SqliteDatabase database) {
        this.dataSource =
                datasource.isRequestScoped() ? new RequestDataSource(database.dataSource()) : database.dataSource();
    }

    /** The database's own, or one that knows the request. */
    public DataSource dataSource() {
        return dataSource;
    }
}
