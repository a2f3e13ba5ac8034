package dev.writelane.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.SingleWriter;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planner's statistics are renewed when it is time, something was written and nobody is in the way. */
class OptimizingTest {
    private static final Duration NO_PAUSE = Duration.ZERO;

    @TempDir
    Path directory;

    private Path file;
    private SingleWriter policy;
    private Lane writer;
    private SessionContext context;

    @BeforeEach
    void open() throws SQLException {
        file = directory.resolve("t.db");
        SqliteConfig config = SqliteConfig.of("jdbc:sqlite:" + file);
        LaneOpener opener = new LaneOpener(config, file, Map.of(), null);
        writer = opener.both("write");
        writer.connection().run("CREATE TABLE t(a, b)");
        writer.connection().run("CREATE INDEX i ON t(a)");
        writer.connection().run("INSERT INTO t VALUES (1, 2), (1, 3), (2, 4)");
        policy = new SingleWriter(writer, java.util.List.of(opener.reader(1)));
        context = new SessionContext(file.toString(), policy, config);
        context.mayHaveChanged();
    }

    @AfterEach
    void close() throws SQLException {
        policy.readers().lanes().get(0).connection().close();
        writer.connection().close();
    }

    private boolean hasStatistics() throws SQLException {
        return "1".equals(writer.connection().ask("SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_stat1'"));
    }

    @Test
    void statisticsAreMadeForTablesThatOnlyReadLanesQuery() throws Exception {
        new Optimizing(file, context, policy, NO_PAUSE).look();
        assertThat(hasStatistics()).isTrue();
        assertThat(writer.holder()).isNull();
    }

    @Test
    void nothingIsDoneTooEarly() throws Exception {
        new Optimizing(file, context, policy, Duration.ofHours(1)).look();
        assertThat(hasStatistics()).isFalse();
    }

    @Test
    void aWriterIsLeftAlone() throws Exception {
        Optimizing optimizing = new Optimizing(file, context, policy, NO_PAUSE);
        Lane lane = policy.leaseForWriting(new KitHolder("a writer"), null, 1, null, null);
        optimizing.look();
        assertThat(hasStatistics()).isFalse();
        policy.release(lane);
        optimizing.look();
        assertThat(hasStatistics()).isTrue();
    }

    @Test
    void withoutAChangeThereIsNothingToRenew() throws Exception {
        Optimizing optimizing = new Optimizing(file, context, policy, NO_PAUSE);
        optimizing.look();
        writer.connection().run("CREATE TABLE later(a)");
        writer.connection().run("CREATE INDEX j ON later(a)");
        writer.connection().run("INSERT INTO later VALUES (1), (2), (3)");
        String ofLater = "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'later'";
        optimizing.look();
        assertThat(writer.connection().ask(ofLater)).isEqualTo("0");
        context.mayHaveChanged();
        optimizing.look();
        assertThat(writer.connection().ask(ofLater)).isEqualTo("1");
    }
}
