package dev.writelane.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/** The driver's own set of handles, when the stack ended before it had taken out one that SQLite had freed. */
class DriverHandlesTest {
    private static final int STATEMENTS = 50;

    @TempDir
    Path directory;

    @Test
    void aHandleThatTheDriverForgotToTakeOutMayComeAgain() throws Exception {
        String file = directory.resolve("test.db").toString();
        NativeConnection connection = NativeConnection.open("jdbc:sqlite:" + file, file, "only", false, 0);
        Set<SafeStmtPtr> known = driversSet(connection);
        List<SafeStmtPtr> stale = new ArrayList<>();
        List<NativeStatement> statements = prepareSome(connection);
        for (NativeStatement statement : statements) {
            stale.add(statement.pointer);
            statement.giveBack(); // no cache: it is freed
        }
        known.addAll(stale);
        int again = 0;
        for (NativeStatement statement : prepareSome(connection)) {
            assertThat(statement.start(NativeStatement.NO_PARAMETERS)).isTrue();
            assertThat(statement.longValue(0)).isEqualTo(1);
            again += stale.contains(statement.pointer) ? 1 : 0;
            statement.giveBack();
        }
        assertThat(again).as("handles whose numbers came again").isPositive();
        known.removeAll(stale); // closing would free them twice
        connection.close();
    }

    private static List<NativeStatement> prepareSome(NativeConnection connection) throws Exception {
        List<NativeStatement> statements = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
            statements.add(connection.prepare("SELECT 1"));
        }
        return statements;
    }

    @SuppressWarnings("unchecked")
    private static Set<SafeStmtPtr> driversSet(NativeConnection connection) throws Exception {
        Field field = DB.class.getDeclaredField("stmts");
        field.setAccessible(true);
        return (Set<SafeStmtPtr>) field.get(connection.db());
    }
}
