package dev.writelane.jdbi;

import dev.writelane.SqliteDatabase;
import org.jdbi.v3.core.Jdbi;

/**
 * The short way to a {@link Jdbi} on a database.
 *
 * <pre>{@code
 * SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:data/app.db"));
 * Jdbi jdbi = Writelane.jdbi(db).installPlugin(new SqlObjectPlugin());
 * }</pre>
 *
 * Several databases are several {@code Jdbi} objects, side by side.
 */
public final class Writelane {
    private Writelane() {}

    /**
     * A new {@link Jdbi} with the {@link WritelanePlugin}. It takes no lane and cannot fail; a handle opened after the database was closed
     * gets SQLState 08003.
     *
     * @param db stays the caller's, who closes it when no handle is used any more
     */
    public static Jdbi jdbi(SqliteDatabase db) {
        return Jdbi.create(db.dataSource()).installPlugin(new WritelanePlugin());
    }

    /**
     * Jdbi's callbacks on the threads of the kit; installs the {@link WritelanePlugin} if it is not there. Cheap; make one and keep it.
     *
     * @param jdbi one on the database's own {@code dataSource()}; that of a framework may give no connection on threads of the kit
     * @param db the database of the {@code Jdbi}; of another one each future fails with SQLState 08004
     */
    public static AsyncJdbi async(Jdbi jdbi, SqliteDatabase db) {
        return new AsyncJdbi(jdbi.installPlugin(new WritelanePlugin()), db);
    }
}
