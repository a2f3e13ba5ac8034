package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Ask;
import dev.writelane.Lanes;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that were cut, zeroed or flipped. A damaged log gives exactly what was committed before the damage. A damaged file gives an error
 * with SQLState, or what integrityCheck() tells, or what nobody can tell: SQLite has no checksums there. Whatever happens nothing stays
 * open, and the file put right opens again.
 */
@Tag("attack")
@Timeout(1_200)
class TornFilesTest {
    private static final String[] POLICIES = {"single-writer", "serialized", "pooled", "per-thread", "single-thread"};
    private static final int IN_FILE = 40;
    private static final int IN_LOG = 50;
    private static final int COMMITS_WITH_CHECKPOINTS = 300;
    private static final String REMEDY = "put a backup in its place|Name another file";
    private static final int HEADER = 100;
    private static final int PAGE_SIZE_AT = 16;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    private static Original original;

    @TempDir
    Path directory;

    private Path file;

    @BeforeAll
    static void makeTheOriginal(@TempDir Path directory) throws Exception {
        original = Original.make(directory, IN_FILE, IN_LOG);
        assertThat(original.commitEnds()).hasSizeGreaterThanOrEqualTo(IN_LOG);
    }

    @BeforeEach
    void nameTheFile() throws Exception {
        directory = directory.toRealPath();
        file = directory.resolve("damaged.db");
    }

    private SqliteConfig config(String policy) {
        SqliteConfig.Builder builder = SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("policy", policy)
                .put("synchronous", "off")
                .put("statement-timeout", "60s");
        if (policy.equals("single-writer") || policy.equals("pooled")) {
            builder.put("readers", "2");
        }
        return builder.build();
    }

    // ---- the log ----

    @Test
    void aLogCutOrZeroedGivesExactlyWhatWasCommittedBefore() throws Exception {
        int rounds = Campaign.rounds(100, 500);
        SplittableRandom random = Campaign.random(2);
        LogDamages damages = new LogDamages(original);
        for (int round = 0; round < rounds; round++) {
            int at = place(original, random, round);
            if (random.nextBoolean()) {
                damages.make(random, Arrays.copyOf(original.log(), at), at);
            } else {
                byte[] zeroed = original.log().clone();
                int end = random.nextBoolean() ? zeroed.length : Math.min(zeroed.length, at + random.nextInt(1, 8_192));
                Arrays.fill(zeroed, at, end, (byte) 0);
                damages.make(random, zeroed, mismatch(zeroed));
            }
        }
        damages.report("cut or zeroed");
        assertThat(damages.shorter).as("rounds that lost commits").isPositive();
    }

    @Test
    void aLogWithAFlippedBitGivesExactlyWhatWasCommittedBefore() throws Exception {
        int rounds = Campaign.rounds(100, 500);
        SplittableRandom random = Campaign.random(3);
        LogDamages damages = new LogDamages(original);
        for (int round = 0; round < rounds; round++) {
            int at = place(original, random, round);
            damages.make(random, flipped(original.log(), at, random), at);
        }
        damages.report("flipped");
        assertThat(damages.shorter).as("rounds that lost commits").isPositive();
    }

    /** Anywhere, and in each tenth round in the header or at a commit's end. */
    private static int place(Original of, SplittableRandom random, int round) {
        int length = of.log().length;
        if (round % 10 == 0) {
            return random.nextInt(HEADER);
        }
        if (round % 10 == 1) {
            int end = of.commitEnds().get(random.nextInt(of.commitEnds().size()));
            return Math.min(length - 1, end + random.nextInt(-2, 3));
        }
        return random.nextInt(length);
    }

    private int mismatch(byte[] damaged) {
        int first = Arrays.mismatch(original.log(), damaged);
        return first < 0 ? damaged.length : first;
    }

    private static byte[] flipped(byte[] bytes, int at, SplittableRandom random) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private final class LogDamages {
        private final Original of;
        private int rounds;
        private long commits;
        private int shorter;

        LogDamages(Original of) {
            this.of = of;
        }

        /** @param firstChanged the first byte that is not as it was */
        void make(SplittableRandom random, byte[] log, int firstChanged) throws Exception {
            int kept = of.commitsBefore(firstChanged);
            String policy = POLICIES[random.nextInt(POLICIES.length)];
            Original.put(file, of.file(), log, random.nextBoolean() ? of.index() : null);
            try (SqliteDatabase db = SqliteDatabase.open(config(policy))) {
                String where = policy + ", damaged from byte " + firstChanged + " on";
                assertThat(db.read(of.with(kept)::lies)).as(where).isEmpty();
                assertThat(db.integrityCheck()).as(where).isEmpty();
                Ask.run(db.dataSource(), "INSERT INTO entry VALUES (9, 0, 0, 0, '')");
                Lanes.assertAllFree(db);
            }
            assertNothingIsOpen();
            try (SqliteDatabase db = SqliteDatabase.open(config(policy))) {
                assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM entry WHERE life = 9"))
                        .isEqualTo(1);
            }
            rounds++;
            commits += kept;
            shorter += kept < of.commitEnds().size() ? 1 : 0;
        }

        void report(String what) {
            Campaign.of("torn files")
                    .report(
                            "log %s %,d times: each opened with exactly the commits before the damage (%,d of %,d in all)",
                            what,
                            rounds,
                            commits,
                            (long) rounds * of.commitEnds().size());
        }
    }

    private void assertNothingIsOpen() throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return;
        }
        List<Path> open = new ArrayList<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                Path target = Files.isSymbolicLink(descriptor) ? target(descriptor) : descriptor;
                if (target.startsWith(directory)) {
                    open.add(target);
                }
            }
        }
        assertThat(open).as("open descriptors").isEmpty();
    }

    private static Path target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (java.nio.file.NoSuchFileException closedMeanwhile) {
            return descriptor;
        }
    }

    // ---- the file ----

    /** How damage shows, the clearest first. */
    private enum Shown {
        REFUSED("refused at opening"),
        FAILED("an error of a statement"),
        CHECKED("told by integrityCheck()"),
        SILENT("other data without a word"),
        NOT("right all the same");

        final String text;

        Shown(String text) {
            this.text = text;
        }
    }

    /** Opens what is in place, reads and writes all of it, then puts the file right. */
    private Shown use(String what, String policy) throws Exception {
        return use(original.with(0), what, policy);
    }

    private Shown use(Acknowledged expected, String what, String policy) throws Exception {
        Shown shown;
        try (SqliteDatabase db = SqliteDatabase.open(config(policy))) {
            shown = use(db, expected, what);
        } catch (SQLException e) {
            assertSaysWhat(e, what);
            assertThat(e.getSQLState()).as("%s: SQLState of %s", what, e).isEqualTo("08001");
            assertThat(e.getMessage()).as(what).contains(file.toString());
            shown = Shown.REFUSED;
        }
        assertNothingIsOpen();
        Original.put(file, original.file(), original.log(), null);
        try (SqliteDatabase db = SqliteDatabase.open(config(policy))) {
            assertThat(db.read(original.whole()::lies))
                    .as("put right after: %s", what)
                    .isEmpty();
        }
        return shown;
    }

    private static Shown use(SqliteDatabase db, Acknowledged expected, String what) {
        Shown read = tried(db, what, () -> db.read(expected::lies).isEmpty() ? Shown.NOT : Shown.SILENT);
        Shown checked = tried(db, what, () -> db.integrityCheck().isEmpty() ? Shown.NOT : Shown.CHECKED);
        Shown written = tried(db, what, () -> {
            Ask.run(db.dataSource(), "UPDATE entry SET content = content || '.' WHERE number % 3 = 0");
            Ask.run(db.dataSource(), "INSERT INTO entry VALUES (9, 0, 0, 0, '')");
            return Shown.NOT;
        });
        return Stream.of(read, checked, written).min(Comparator.naturalOrder()).orElseThrow();
    }

    private static Shown tried(SqliteDatabase db, String what, Callable<Shown> use) {
        try {
            return use.call();
        } catch (SQLException e) {
            assertSaysWhat(e, what);
            return Shown.FAILED;
        } catch (Exception e) {
            throw new AssertionError(what, e);
        } finally {
            Lanes.assertAllFree(db);
        }
    }

    private static void assertSaysWhat(SQLException e, String what) {
        assertThat(e.getSQLState()).as("%s: SQLState of %s", what, e).isNotNull();
        if (Set.of("08001", "XX001").contains(e.getSQLState())) {
            assertThat(e.getMessage()).as("%s", what).containsPattern(REMEDY);
        }
    }

    @Test
    void aFileWithAFlippedBitGivesWhatSqliteCanTellAndOpensAgainWhenItIsPutRight() throws Exception {
        int rounds = Campaign.rounds(100, 500);
        SplittableRandom random = Campaign.random(4);
        Map<Shown, Integer> counts = new EnumMap<>(Shown.class);
        for (int round = 0; round < rounds; round++) {
            int at = round % 4 == 0 ? random.nextInt(HEADER) : random.nextInt(original.file().length);
            String policy = POLICIES[random.nextInt(POLICIES.length)];
            Original.put(file, flipped(original.file(), at, random), null, null);
            counts.merge(use("bit flipped in byte " + at + " of the file, " + policy, policy), 1, Integer::sum);
        }
        report("file flipped", rounds, counts);
        assertThat(counts).containsKeys(Shown.REFUSED, Shown.FAILED);
    }

    @Test
    void aFileCutShortGivesWhatSqliteCanTellAndOpensAgainWhenItIsPutRight() throws Exception {
        int rounds = Campaign.rounds(40, 200);
        SplittableRandom random = Campaign.random(5);
        Map<Shown, Integer> counts = new EnumMap<>(Shown.class);
        for (int round = 0; round < rounds; round++) {
            int at = 1 + (round % 4 == 0 ? random.nextInt(HEADER) : random.nextInt(original.file().length - 1));
            String policy = POLICIES[random.nextInt(POLICIES.length)];
            Original.put(file, Arrays.copyOf(original.file(), at), null, null);
            Shown shown = use("file cut at " + at + ", " + policy, policy);
            if (at
                    <= original.file().length
                            - original.pageSize()) { // SQLite takes a part of the last page for a whole
                assertThat(shown).as("file cut at %d", at).isNotIn(Shown.SILENT, Shown.NOT);
            }
            counts.merge(shown, 1, Integer::sum);
        }
        report("file cut", rounds, counts);
    }

    private void report(String what, int rounds, Map<Shown, Integer> counts) {
        Map<String, Integer> named = new LinkedHashMap<>();
        counts.forEach((shown, count) -> named.put(shown.text, count));
        Campaign.of("torn files").report("%s %,d times: %s", what, rounds, named);
    }

    /**
     * The log of a process that was killed among its checkpoints: behind the part that is in the file already the same holds, remains of
     * before do not matter, and damage in the part before is damage to the file.
     */
    @Test
    void aDamagedLogThatBeganAnewGivesExactlyWhatWasCommittedBeforeWhereSqliteCanTell() throws Exception {
        int rounds = Campaign.rounds(60, 300);
        SplittableRandom random = Campaign.random(8);
        Original anew = Original.makeWithCheckpoints(directory, COMMITS_WITH_CHECKPOINTS);
        assertThat(anew.inFile()).as("the log has begun anew").isPositive();
        int begin = anew.beginOfNew(); // how far its checkpoints came is chance
        int end = anew.commitEnds().get(anew.commitEnds().size() - 1);
        LogDamages damages = new LogDamages(anew);
        Map<Shown, Integer> counts = new EnumMap<>(Shown.class);
        for (int round = 0; round < rounds; round++) {
            int at = round % 4 < 2 && begin < end ? random.nextInt(begin, end) : place(anew, random, round);
            byte[] log = round % 2 == 0 ? flipped(anew.log(), at, random) : Arrays.copyOf(anew.log(), at);
            if (at >= anew.beginOfNew()) {
                damages.make(random, log, at);
            } else {
                String policy = POLICIES[random.nextInt(POLICIES.length)];
                Original.put(file, anew.file(), log, null);
                counts.merge(use(anew.whole(), "log damaged at " + at + ", " + policy, policy), 1, Integer::sum);
            }
        }
        damages.report("that began anew cut or flipped");
        report("log damaged where it is in the file already", rounds - damages.rounds, counts);
    }

    // ---- files that are something else ----

    @Test
    void anEmptyFileIsANewDatabase() throws Exception {
        for (String policy : POLICIES) {
            Original.put(
                    file, new byte[0], original.log(), original.index()); // SQLite deletes the log of an empty file
            try (SqliteDatabase db = SqliteDatabase.open(config(policy))) {
                assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM sqlite_schema"))
                        .isZero();
                Entry.createTables(db.dataSource());
            }
            Files.delete(file);
        }
    }

    @Test
    void garbageIsRefusedAndLeftAsItIs() throws Exception {
        SplittableRandom random = Campaign.random(6);
        for (int size : new int[] {1, 15, 16, 99, 100, 511, 512, 4_096, 100_000}) {
            byte[] garbage = new byte[size];
            random.nextBytes(garbage);
            for (String policy : POLICIES) {
                Original.put(file, garbage, null, null);
                assertThat(use(size + " bytes of garbage", policy)).isEqualTo(Shown.REFUSED);
            }
        }
    }

    @Test
    void aRefusedFileIsLeftAsItIs() throws Exception {
        byte[] garbage = "This is no database.".repeat(500).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        for (String policy : POLICIES) {
            Original.put(file, garbage, null, null);
            Lanes.assertState("08001", () -> SqliteDatabase.open(config(policy)))
                    .hasMessageContaining("is not an SQLite database");
            assertThat(file).hasBinaryContent(garbage);
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                assertThat(files).as("beside it").containsExactly(file);
            }
        }
    }

    @Test
    void aWrongPageSizeIsRefusedOrAnError() throws Exception {
        Map<Shown, Integer> counts = new EnumMap<>(Shown.class);
        int rounds = 0;
        for (int size : new int[] {0, 1, 2, 100, 256, 512, 1_000, 1_024, 2_048, 8_192, 16_384, 32_768, 65_535}) {
            for (String policy : POLICIES) {
                byte[] wrong = original.file().clone();
                ByteBuffer.wrap(wrong).putShort(PAGE_SIZE_AT, (short) size);
                Original.put(file, wrong, null, null);
                Shown shown = use("page size " + size + ", " + policy, policy);
                assertThat(shown).as("page size %d", size).isNotIn(Shown.SILENT, Shown.NOT);
                counts.merge(shown, 1, Integer::sum);
                rounds++;
            }
        }
        report("wrong page size", rounds, counts);
    }

    /** A log says nothing about which file it belongs to: SQLite replays it. So it is no promise that this is noticed, only how it ends. */
    @Test
    void whatIsLeftOfAnotherDatabaseIsPassedOverWhereSqliteCanTell() throws Exception {
        Original other = Original.make(directory, 5, 5);
        SplittableRandom random = Campaign.random(7);
        byte[] garbage = new byte[40_000];
        random.nextBytes(garbage);
        Map<Shown, Integer> counts = new EnumMap<>(Shown.class);
        for (String policy : POLICIES) {
            Original.put(file, original.file(), null, other.index());
            assertThat(use("index of another database, " + policy, policy)).isEqualTo(Shown.NOT);
            Original.put(file, original.file(), garbage, garbage);
            assertThat(use("garbage for log and index, " + policy, policy)).isEqualTo(Shown.NOT);
            Original.put(file, original.file(), null, null);
            Files.write(Path.of(file + "-journal"), garbage);
            assertThat(use("garbage for a journal, " + policy, policy)).isEqualTo(Shown.NOT);
            Original.put(file, original.file(), other.log(), other.index());
            counts.merge(use("log of another database, " + policy, policy), 1, Integer::sum);
        }
        report("log of another database", POLICIES.length, counts);
    }
}
