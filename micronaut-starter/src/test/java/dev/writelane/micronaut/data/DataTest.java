package dev.writelane.micronaut.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application on a fresh file whose tables are made from the entities. The time limit is against hangs only. */
@Timeout(120)
abstract class DataTest {
    @TempDir
    Path folder;

    ApplicationContext context;

    @BeforeEach
    void boot() {
        context = ApplicationContext.run(settings(folder, "default"));
    }

    /** Settings of a SQLite datasource with the tables of this package's entities, and what the test adds. */
    static Map<String, Object> settings(Path folder, String name, Object... more) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("datasources." + name + ".url", "jdbc:sqlite:" + folder.resolve(name + ".db"));
        settings.put("datasources." + name + ".schema-generate", "CREATE");
        settings.put("datasources." + name + ".packages", DataTest.class.getPackageName());
        for (int i = 0; i < more.length; i += 2) {
            settings.put((String) more[i], more[i + 1]);
        }
        return settings;
    }

    @AfterEach
    void nothingIsHeld() {
        if (context.isRunning()) {
            assertThat(context.getBean(SqliteDatabase.class).status().lanes())
                    .extracting(DatabaseStatus.LaneStatus::holder)
                    .containsOnlyNulls();
            context.close();
        }
    }

    final <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    final Scope scope() {
        return bean(Scope.class);
    }

    /** The SQLState of the first error in the chain of causes that has one. */
    static String sqlState(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && e.getSQLState() != null) {
                return e.getSQLState();
            }
        }
        return "none";
    }

    /** The first column of what is in the file. */
    final List<String> stored(String sql) throws SQLException {
        return bean(SqliteDatabase.class).read(connection -> {
            List<String> values = new ArrayList<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        });
    }
}
