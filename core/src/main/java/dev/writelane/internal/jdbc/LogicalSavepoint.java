package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A savepoint by number or by name; SQLite knows it by {@link #sqlName()} alone. */
final class LogicalSavepoint implements Savepoint {
    private final LogicalConnection connection;
    private final int number;
    private final @Nullable String name;

    LogicalSavepoint(LogicalConnection connection, int number, @Nullable String name) {
        this.connection = connection;
        this.number = number;
        this.name = name;
    }

    /** The savepoint's name in SQL, after checking that it is of this connection. */
    static String sqlNameOf(Savepoint savepoint, LogicalConnection connection) throws SQLException {
        if (savepoint instanceof LogicalSavepoint ours && ours.connection == connection) {
            return ours.sqlName();
        }
        throw Errors.misuse(
                "3B001",
                "The savepoint was not set on this connection: use one that setSavepoint returned here ["
                        + connection.session().describe() + "].");
    }

    String sqlName() {
        return name != null ? name : "savepoint_" + number;
    }

    @Override
    public int getSavepointId() throws SQLException {
        if (name != null) {
            throw Errors.misuse("3B000", "Savepoint '" + name + "' has a name and no number.");
        }
        return number;
    }

    @Override
    public String getSavepointName() throws SQLException {
        if (name == null) {
            throw Errors.misuse("3B000", "Savepoint " + number + " has a number and no name.");
        }
        return name;
    }
}
