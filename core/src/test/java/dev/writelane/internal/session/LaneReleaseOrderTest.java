package dev.writelane.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteConfig;
import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Guest;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.SingleWriter;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane given back must not be touched any more: here its next holder takes it at the moment of the release. */
class LaneReleaseOrderTest {
    @TempDir
    Path directory;

    private static final class Hooked implements AccessPolicy {
        final SingleWriter policy;
        Consumer<Lane> released = lane -> {};

        Hooked(SingleWriter policy) {
            this.policy = policy;
        }

        @Override
        public String name() {
            return "hooked";
        }

        @Override
        public boolean keepsLane() {
            return policy.keepsLane();
        }

        @Override
        public boolean separatesReaders() {
            return policy.separatesReaders();
        }

        @Override
        public Lane leaseForReading(Holder h, long t, @Nullable Cancellation c) throws SQLException {
            return policy.leaseForReading(h, t, c);
        }

        @Override
        public @Nullable Lane leaseForWriting(
                Holder h, @Nullable Lane k, long t, @Nullable Cancellation c, @Nullable Guest g) throws SQLException {
            return policy.leaseForWriting(h, k, t, c, g);
        }

        @Override
        public LaneSet sharedGate() {
            return policy.sharedGate();
        }

        @Override
        public boolean readLaneWanted() {
            return policy.readLaneWanted();
        }

        @Override
        public void release(Lane lane) {
            policy.release(lane);
            released.accept(lane);
        }

        @Override
        public List<LaneSet> laneSets() {
            return policy.laneSets();
        }
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        Field field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    private SessionContext context(Hooked[] out) throws SQLException {
        String file = directory.resolve("t.db").toString();
        SqliteConfig config = SqliteConfig.of("jdbc:sqlite:" + file);
        Lane writer = new Lane("write", NativeConnection.open("jdbc:sqlite:" + file, file, "write", false, 10));
        writer.connection().ask("PRAGMA journal_mode = wal");
        writer.connection().run("CREATE TABLE t(id INTEGER PRIMARY KEY)");
        writer.connection().run("INSERT INTO t VALUES (1), (2), (3)");
        Lane reader = new Lane("read-1", NativeConnection.open("jdbc:sqlite:" + file, file, "read-1", true, 10));
        out[0] = new Hooked(new SingleWriter(writer, List.of(reader)));
        return new SessionContext(file, out[0], config);
    }

    private static dev.writelane.internal.sql.Sql sql(SessionContext context, String text) throws SQLException {
        return context.sqlCache().get(text).get(0);
    }

    @Test
    void aWriteThatLosesItsTransactionLeavesTheNextUsersBoundsAlone() throws Exception {
        Hooked[] policy = new Hooked[1];
        SessionContext context = context(policy);
        Session session = new Session(context);
        session.autoCommit(false);
        session.execute(sql(context, "INSERT INTO t VALUES (50)"), new Object[0], Execution.unbounded());
        KitHolder next = new KitHolder("the next user");
        policy[0].released = lane -> {
            try {
                assertThat(policy[0].policy.leaseForWriting(next, null, 1, null, null))
                        .isSameAs(lane);
                lane.connection().bounded(System.nanoTime() + 1_000_000_000L, new Cancellation());
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        };
        assertThatThrownBy(() -> session.execute(
                        sql(context, "INSERT OR ROLLBACK INTO t VALUES (1)"), new Object[0], Execution.unbounded()))
                .isInstanceOf(SQLException.class);
        Lane lane = policy[0].policy.writer();
        assertThat(lane.holder()).isSameAs(next);
        assertThat(field(lane.connection(), "deadline"))
                .as("the next user's deadline")
                .isNotEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCursorThatFailsLeavesTheNextUsersBoundsAlone() throws Exception {
        Hooked[] policy = new Hooked[1];
        SessionContext context = context(policy);
        Session session = new Session(context);
        Cancellation cancellation = new Cancellation();
        Outcome rows = session.execute(
                sql(context, "SELECT abs(CASE WHEN id < 3 THEN id ELSE -9223372036854775808 END) FROM t"),
                new Object[0],
                Execution.begin(0, cancellation, null));
        KitHolder next = new KitHolder("the next user");
        policy[0].released = lane -> {
            try {
                assertThat(policy[0].policy.leaseForReading(next, 1, null)).isSameAs(lane);
                lane.connection().bounded(System.nanoTime() + 1_000_000_000L, new Cancellation());
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        };
        assertThat(rows.cursor().fetch()).isTrue();
        assertThatThrownBy(() -> rows.cursor().fetch()).isInstanceOf(SQLException.class);
        Lane lane = policy[0].policy.readers().lanes().get(0);
        assertThat(lane.holder()).isSameAs(next);
        assertThat(field(lane.connection(), "deadline"))
                .as("the next user's deadline")
                .isNotEqualTo(Long.MAX_VALUE);
    }
}
