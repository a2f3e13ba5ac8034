package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whenever the connection breaks: the target is complete or empty, the source is what it was, and the error says so. */
class BrokenConnectionTest {
    private static final long SECONDS = 60;

    @TempDir
    Path folder;

    private String server;
    private Path source;
    private byte[] before;

    @BeforeEach
    void make() throws Exception {
        server = Server.newDatabase();
        source = Db.file(
                folder.resolve("a.db"),
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                        + " INSERT INTO t SELECT i, hex(randomblob(50)) FROM n",
                "CREATE INDEX t_v ON t(v)");
        before = Files.readAllBytes(source);
    }

    private interface Break {
        void happens() throws Exception;
    }

    /** Breaks the line once, in the middle of a step. */
    private static CopyProgress inTheMiddleOf(CopyProgress.Step when, Break line) {
        AtomicBoolean in = new AtomicBoolean();
        return new CopyProgress() {
            private long todo;

            @Override
            public void begin(Step step, String name, long total) {
                in.set(step == when);
                todo = step == Step.KEYS ? 1 : 10_000;
            }

            @Override
            public void done(long more) {
                todo -= more;
                if (todo <= 0 && in.getAndSet(false)) {
                    try {
                        line.happens();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }
            }
        };
    }

    private void terminate() throws SQLException {
        Db.run(
                server,
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'writelane-copy'");
        awaitNobody();
    }

    private void awaitNobody() {
        Awaitility.await()
                .atMost(SECONDS, TimeUnit.SECONDS)
                .until(() -> Db.value(
                                server,
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'writelane-copy'")
                        .equals("0"));
    }

    static Stream<Arguments> breaks() {
        return Arrays.stream(CopyProgress.Step.values())
                .flatMap(step -> Stream.of(Arguments.of(step, true), Arguments.of(step, false)));
    }

    @ParameterizedTest
    @MethodSource("breaks")
    void nothingIsLeftOfACopyThatBroke(CopyProgress.Step step, boolean killed) throws Exception {
        try (CuttableServer line = new CuttableServer(CuttableServer.Cut.NEVER)) {
            CopyProgress breaking = inTheMiddleOf(step, killed ? this::terminate : line::cut);
            CopyException e = catchThrowableOfType(
                    CopyException.class,
                    () -> SqliteToPostgres.copy(
                            source, ServerAddress.of(line.url(server)), CopyOptions.defaults(), breaking));
            assertThat(e)
                    .isNotNull()
                    .hasMessageContaining("was lost while ")
                    .hasMessageContaining(
                            "Nothing was committed: the target is as it was, and the file is untouched. Run the copy again.");
            assertThat(e.getMessage()).doesNotContain("password");
        }
        awaitNobody();
        assertThat(Db.relations(server)).isEmpty();
        assertThat(Files.readAllBytes(source)).isEqualTo(before);
        assertThat(Db.toPostgres(source, server, CopyOptions.defaults()).rows()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @EnumSource(
            value = CuttableServer.Cut.class,
            names = {"BEFORE_COMMIT_ARRIVES", "AFTER_COMMIT_HAS_ARRIVED"})
    void lostDuringCommitItIsCompleteOrEmptyAndTheErrorSaysThatItCannotKnow(CuttableServer.Cut cut) throws Exception {
        try (CuttableServer line = new CuttableServer(cut)) {
            CopyException e = catchThrowableOfType(
                    CopyException.class, () -> Db.toPostgres(source, line.url(server), CopyOptions.defaults()));
            assertThat(e).isNotNull().hasMessageContaining("lost during COMMIT, so it cannot be known here whether");
        }
        awaitNobody();
        if (cut == CuttableServer.Cut.BEFORE_COMMIT_ARRIVES) {
            assertThat(Db.relations(server)).isEmpty();
        } else {
            assertThat(Db.value(server, "SELECT count(*) FROM t")).isEqualTo("20000");
        }
    }

    @Test
    void noFileIsMadeByACopyBackThatBroke() throws Exception {
        Db.toPostgres(source, server, CopyOptions.defaults());
        Path back = folder.resolve("back.db");
        CopyProgress breaking = inTheMiddleOf(CopyProgress.Step.COPY, this::terminate);
        CopyException e = catchThrowableOfType(
                CopyException.class,
                () -> PostgresToSqlite.copy(ServerAddress.of(server), back, CopyOptions.defaults(), breaking));
        assertThat(e)
                .isNotNull()
                .hasMessageContaining("was lost while copying t ")
                .hasMessageContaining("No file was made");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(source);
        }
    }
}
