package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Aftermath;
import dev.writelane.Ask;
import dev.writelane.EveryWayToWrite;
import dev.writelane.Futures;
import dev.writelane.Lanes;
import dev.writelane.Ledger;
import dev.writelane.LedgerClient;
import dev.writelane.LedgerClient.Manner;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.WritersInOrder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A program: opens a database, takes something away with a little left of it, writes in every way, takes care of the file in every way,
 * gives back what it took, and uses the same database. Again with a little more left, until what is left is enough.
 *
 * <p>Arguments: the {@link Shortage.Of}, the directory, how many more are left from round to round. Its exit status is 0 when everything
 * held.
 */
final class UnderShortage {
    /** About a page of the file for each row, so that little work needs much room. Not the 4,096 themselves: rows shall overflow. */
    private static final int PAD = 3_000;

    private static final int MANY = 4_000;
    private static final int BULK = 10_000;
    private static final int ROWS_OF_BULK = 300;
    private static final List<String> POLICIES =
            List.of("single-writer", "serialized", "pooled", "per-thread", "single-thread");
    private static final String SPILLING_SORT = "SELECT count(*) FROM (SELECT i FROM (WITH RECURSIVE n(i) AS"
            + " (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1500) SELECT i, hex(zeroblob(500)) || i AS x FROM n)"
            + " ORDER BY x LIMIT -1 OFFSET 10)";

    /** What {@link EveryWayToWrite} does wrong on purpose. */
    private static final Set<String> EXPECTED = Set.of("23503", "23505", "40000");

    private interface Work {
        void run(SqliteDatabase db, Ledger ledger) throws Exception;
    }

    private interface Step {
        void run() throws Exception;
    }

    private final Path directory;
    private final Shortage.Of kind;
    private final Shortage shortage;
    private final int step;
    private final Told told;
    private final List<String> wrong = new ArrayList<>();
    private int rounds;
    private int rows;
    private int unknown;

    private UnderShortage(Shortage.Of kind, Path directory, int step) {
        this.kind = kind;
        this.directory = directory;
        this.shortage = kind.in(directory);
        this.step = step;
        this.told = new Told(directory.toString(), EXPECTED);
    }

    public static void main(String[] arguments) throws Exception {
        loadClasses(SqliteDatabase.class);
        loadClasses(UnderShortage.class);
        UnderShortage program = new UnderShortage(
                Shortage.Of.valueOf(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        program.run();
        program.wrong.stream().limit(20).forEach(System.out::println);
        System.exit(program.wrong.isEmpty() ? 0 : 1);
    }

    /** All that lie in the same directory: later each would need a descriptor, and a class that cannot be read is lost for good. */
    private static void loadClasses(Class<?> one) throws Exception {
        Path root =
                Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (!Files.isDirectory(root)) {
            return; // a jar, which is open
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = root.relativize(file).toString().replace(File.separatorChar, '.');
                if (name.startsWith("dev.writelane.") && name.endsWith(".class")) {
                    load(name.substring(0, name.length() - ".class".length()));
                }
            }
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, UnderShortage.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError ofALibraryThatIsNotHere) {
            // Nobody here will need it.
        }
    }

    private void run() throws Exception {
        createTemplates();
        IntUnaryOperator little = room -> room + step;
        for (String policy : POLICIES) {
            attack(policy, little, (db, ledger) -> new EveryWayToWrite(db.dataSource(), ledger, Manner.GIVES_UP).run());
            attack(policy, little, (db, ledger) -> new EveryWayToWrite(db.dataSource(), ledger, Manner.GOES_ON).run());
            attack(policy, little, UnderShortage::asynchronously);
            attack(policy, little, UnderShortage::inBulk);
            attack(policy, room -> 4 * room + 16, this::takeCare);
        }
        attack(
                "single-writer",
                little,
                (db, ledger) -> new WritersInOrder(db, ledger, Manner.GIVES_UP)
                        .eachWithItsOwnFate()
                        .run(() -> {}));
        attack(
                "single-writer",
                little,
                (db, ledger) -> new WritersInOrder(db, ledger, Manner.GOES_ON)
                        .oneOfThemFatal()
                        .run(() -> {}));
        Campaign.of("shortage of " + kind)
                .report(
                        "%d rounds, %d rows acknowledged, %d of unknown outcome; errors by SQLState %s; %d wrong",
                        rounds, rows, unknown, told, wrong.size());
    }

    /** One with a write-ahead log, one with a rollback journal. */
    private Path template(boolean log) {
        return directory.resolve(log ? "template" : "template.journal");
    }

    private Path second() {
        return directory.resolve("second.db");
    }

    private void createTemplates() throws SQLException {
        for (Path file : List.of(template(true), template(false), second())) {
            String policy = file.equals(template(false)) ? "serialized" : "single-writer";
            try (SqliteDatabase db = SqliteDatabase.open(settings(file, policy))) {
                Ask.script(
                        db.dataSource(),
                        "CREATE TABLE t(id INTEGER PRIMARY KEY, pad GENERATED ALWAYS AS (zeroblob(" + PAD
                                + ")) STORED);"
                                + " INSERT INTO t VALUES (" + LedgerClient.OLD + ");"
                                + " CREATE TABLE child(p INTEGER REFERENCES t)");
            }
        }
    }

    /** Goes on until the work is done without an error of the shortage; the first round is one without a shortage. */
    private void attack(String policy, IntUnaryOperator more, Work work) throws Exception {
        round(policy, work, -1);
        boolean shortOf = true;
        for (int room = 0; shortOf && wrong.size() < 20; room = more.applyAsInt(room)) {
            assertThat(room).as("room for work that does not end").isLessThan(MANY);
            shortOf = round(policy, work, room) && kind != Shortage.Of.PERMISSION;
        }
    }

    /** Returns whether anything was missed. */
    private boolean round(String policy, Work work, int room) throws Exception {
        rounds++;
        Path file = directory.resolve("test.db");
        Files.copy(template(!policy.equals("serialized")), file);
        Ledger ledger = new Ledger();
        ledger.committed(List.of(ledger.write(LedgerClient.OLD)));
        String where = policy + " with room for " + room + ": ";
        try (SqliteDatabase db = SqliteDatabase.open(settings(file, policy))) {
            Ask.number(db.dataSource(), "SELECT count(*) FROM t");
            if (room >= 0) {
                shortage.begin(room);
            }
            try {
                note(where, () -> work.run(db, ledger));
                note(where, () -> Lanes.assertAllFree(db));
            } finally {
                shortage.end();
            }
            note(
                    where,
                    () -> assertThat(filesLike("test.db.copy."))
                            .as("what a copy has left")
                            .isEmpty());
            note(where + "afterwards ", () -> Aftermath.nextWritesWork(db, ledger));
            note(where + "afterwards ", () -> assertThat(db.checkpoint()).isTrue());
            note(where + "afterwards ", () -> Lanes.assertAllFree(db));
        }
        note(where + "the file ", () -> Aftermath.checkFile(file, ledger));
        note(where, () -> ledger.errors().forEach(told::judge));
        rows += (int) ledger.committed();
        unknown += (int) ledger.unknown();
        for (Path left : filesLike("test.db")) {
            Files.delete(left);
        }
        return ledger.errors().stream().anyMatch(Told::isOfShortage);
    }

    private SqliteConfig settings(Path file, String policy) {
        SqliteConfig.Builder settings = SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("policy", policy)
                .put("acquire-timeout", "60s")
                .put("shutdown-timeout", "60s")
                .put("cache-size", "64KiB");
        if (policy.equals("single-writer") || policy.equals("pooled")) {
            settings.put("readers", "1");
        }
        return settings.build();
    }

    private void note(String where, Step check) {
        try {
            check.run();
        } catch (Exception | Error e) {
            wrong.add(where + e);
        }
    }

    // ---- what is done under the shortage ----

    private static void asynchronously(SqliteDatabase db, Ledger ledger) throws Exception {
        Map<Integer, CompletableFuture<Integer>> writes = new LinkedHashMap<>();
        for (int row = 200; row < 230; row++) {
            int id = ledger.write(row);
            writes.put(id, db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (?)", id)));
        }
        for (Map.Entry<Integer, CompletableFuture<Integer>> write : writes.entrySet()) {
            try {
                Futures.outcome(write.getValue());
                ledger.committed(List.of(write.getKey()));
            } catch (SQLException e) {
                ledger.commitFailed(List.of(write.getKey()), e);
            }
        }
    }

    /** A transaction whose cache spills into the log before it commits. */
    private static void inBulk(SqliteDatabase db, Ledger ledger) {
        List<Integer> bulk = IntStream.range(BULK, BULK + ROWS_OF_BULK).boxed().toList();
        bulk.forEach(ledger::write);
        ledger.write(300);
        try {
            db.write(c -> {
                Ask.run(c, "INSERT INTO t VALUES (300)");
                return Ask.run(
                        c,
                        "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (?) UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n",
                        BULK,
                        BULK + ROWS_OF_BULK - 1);
            });
            ledger.committed(bulk);
            ledger.committed(List.of(300));
        } catch (SQLException e) {
            ledger.commitFailed(bulk, e);
            ledger.commitFailed(List.of(300), e);
        }
    }

    private void takeCare(SqliteDatabase db, Ledger ledger) throws Exception {
        hear(ledger, () -> Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", ledger.write(400)), 400);
        hear(ledger, () -> Ask.number(db.dataSource(), SPILLING_SORT));
        hear(ledger, db::checkpoint);
        hear(ledger, () -> Ask.script(db.dataSource(), "VACUUM"));
        hear(ledger, () -> Ask.number(db.dataSource(), "SELECT sum(length(pad)) FROM t"));
        hear(ledger, () -> db.vacuumInto(directory.resolve("test.db.copy")));
        hear(
                ledger,
                () -> SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + second()))
                        .close());
        Path created = directory.resolve("test.db.new");
        hear(
                ledger,
                () -> SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + created))
                        .close());
    }

    private void hear(Ledger ledger, Step step, Integer... rows) throws Exception {
        try {
            step.run();
            ledger.committed(List.of(rows));
        } catch (SQLException e) {
            ledger.commitFailed(List.of(rows), e);
        }
    }

    private List<Path> filesLike(String start) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(start))
                    .toList();
        }
    }
}
