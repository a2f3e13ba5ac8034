package dev.writelane.attack;

import dev.writelane.Ask;
import dev.writelane.OtherJvm;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A database that a killed process left behind, of which copies are damaged: some entries in the file, others in its write-ahead log,
 * one commit for each, in the order of their numbers. A second process may have written those of the log.
 *
 * @param file the bytes of the file
 * @param log those of the log (sqlite.org/fileformat2.html#walformat)
 * @param index those of the shared index
 * @param lives how many processes
 * @param inFile how many commits are not in the log
 * @param commitEnds where the commits end in the log, without what is left in it from before it began anew
 */
record Original(byte[] file, byte[] log, byte[] index, int lives, int inFile, List<Integer> commitEnds) {
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int FEW = 10;
    /** In a frame's header: the size of the database, of a commit's last frame only. */
    private static final int COMMIT_AT = 4;
    /** In a frame's header: the salt of the log it belongs to. */
    private static final int SALT_AT = 8;
    /** In the log's header. */
    private static final int SALT_OF_LOG_AT = 16;
    /**
     * In the index: how many frames may be in the file already (nBackfillAttempted of sqlite.org/walformat.html#the_wal_index_file_format;
     * nBackfill at 96 moves only when a checkpoint has done what it attempted, and a process may be killed before).
     */
    private static final int IN_FILE_AT = 128;

    /** Made in this directory, where nothing of it is left. The whole log was written behind the latest checkpoint. */
    static Original make(Path directory, int inFile, int inLog) throws Exception {
        Path file = directory.resolve("original.db");
        writeAndKill(file, 0, inFile, "checkpoint=0");
        int first = count(file);
        writeAndKill(file, 1, inLog, "checkpoint=0");
        return take(file, 2, first);
    }

    /** The same in the midst of checkpoints: the log has begun anew, has remains of before, and may be in the file in part. */
    static Original makeWithCheckpoints(Path directory, int commits) throws Exception {
        Path file = directory.resolve("original.db");
        Original left;
        int more = 0;
        do { // where the log is when it is killed is chance
            writeAndKill(file, 0, commits + more, "checkpoint=20", "journal-size-limit=1MiB");
            left = take(file, 1, 0);
            more += FEW;
        } while (left.commitEnds.size() < FEW);
        put(file, left.file, left.log, null);
        int all = count(file);
        Files.delete(file);
        return new Original(left.file, left.log, left.index, 1, all - left.commitEnds.size(), left.commitEnds);
    }

    private static Original take(Path file, int lives, int inFile) throws IOException {
        byte[] log = take(Path.of(file + "-wal"));
        return new Original(take(file), log, take(Path.of(file + "-shm")), lives, inFile, commitEnds(log));
    }

    private static byte[] take(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return bytes;
    }

    private static void writeAndKill(Path file, int life, int commits, String... settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "jdbc:sqlite:" + file,
                Integer.toString(life),
                KilledWriter.Way.IN_ORDER.name(),
                KilledWriter.Habit.WRITES.name(),
                "synchronous=full"));
        arguments.addAll(List.of(settings));
        Acknowledged acknowledged = new Acknowledged();
        try (OtherJvm writer = OtherJvm.start(KilledWriter.class, arguments.toArray(String[]::new))) {
            String line;
            do {
                line = writer.line();
                if (line == null || line.startsWith("broken")) {
                    throw new AssertionError(line + "; its errors: " + writer.errors());
                }
                acknowledged.hear(life, line);
            } while (acknowledged.committed() < commits);
            writer.kill();
        }
    }

    /** How many there are, one more than was told when that was on its way; the log is moved into the file. */
    private static int count(Path file) throws SQLException {
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + file))) {
            return (int) Ask.number(db.dataSource(), "SELECT count(DISTINCT number) FROM entry");
        }
    }

    int pageSize() {
        return ByteBuffer.wrap(log).getInt(PAGE_SIZE_AT);
    }

    private static List<Integer> commitEnds(byte[] log) {
        ByteBuffer words = ByteBuffer.wrap(log);
        int frame = FRAME_HEADER + words.getInt(PAGE_SIZE_AT);
        List<Integer> ends = new ArrayList<>();
        LogChecksum sum = new LogChecksum(words);
        sum.add(0, LOG_HEADER - LogChecksum.BYTES);
        for (int at = LOG_HEADER; at + frame <= log.length; at += frame) {
            sum.add(at, SALT_AT);
            sum.add(at + FRAME_HEADER, frame - FRAME_HEADER);
            // A process may be killed between a frame's header and its page: then both are not SQLite's.
            if (words.getLong(at + SALT_AT) != words.getLong(SALT_OF_LOG_AT)
                    || !sum.isAt(at + FRAME_HEADER - LogChecksum.BYTES)) {
                break;
            }
            if (words.getInt(at + COMMIT_AT) != 0) {
                ends.add(at + frame);
            }
        }
        return ends;
    }

    /** How many commits of the log end before a place. */
    int commitsBefore(int place) {
        return (int) commitEnds.stream().filter(end -> end <= place).count();
    }

    /**
     * Where the part of the log begins of which nothing is in the file yet. SQLite's checksums tell what is damaged from there on; of what is before, the
     * file has the latest pages, and a log cut short would lay older ones over some of them.
     */
    int beginOfNew() {
        int frames = ByteBuffer.wrap(index).order(ByteOrder.nativeOrder()).getInt(IN_FILE_AT);
        return frames == 0 ? 0 : LOG_HEADER + frames * (FRAME_HEADER + pageSize());
    }

    /** What must be there, and nothing else, when so many commits of the log are. */
    Acknowledged with(int ofLog) {
        Acknowledged all = new Acknowledged();
        commits(all, 0, lives == 1 ? inFile + ofLog : inFile);
        commits(all, 1, lives == 1 ? 0 : ofLog);
        return all;
    }

    Acknowledged whole() {
        return with(commitEnds.size());
    }

    private static void commits(Acknowledged into, int life, int count) {
        int number = 0;
        for (int left = count; left > 0; number++) {
            if (!new Entry(life, 0, number).mustFail()) {
                into.hear(life, "committed 0 " + number);
                left--;
            }
        }
    }

    /** Puts it in place. Null leaves a file out. */
    static void put(Path file, byte[] content, byte[] log, byte[] index) throws IOException {
        put(file, content);
        put(Path.of(file + "-wal"), log);
        put(Path.of(file + "-shm"), index);
    }

    private static void put(Path file, byte[] content) throws IOException {
        if (content == null) {
            Files.deleteIfExists(file);
        } else {
            Files.write(file, content);
        }
    }
}
