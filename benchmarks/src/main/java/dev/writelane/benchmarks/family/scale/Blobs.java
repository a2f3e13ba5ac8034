package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import dev.writelane.benchmarks.family.SeatTask;
import dev.writelane.benchmarks.family.Stock;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;

/**
 * One BLOB read, or put in place of another of its size.
 *
 * @param bytes of it
 * @param written or read
 */
record Blobs(int bytes, boolean written) implements Work {
    private static final long serialVersionUID = 1;

    static final int KIB = 1024;
    static final int MIB = 1024 * KIB;

    @Override
    public String label() {
        return "BLOB " + (written ? "written" : "read") + ", " + size();
    }

    String size() {
        return bytes < MIB ? bytes / KIB + " KB" : bytes / MIB + " MB";
    }

    /**
     * The column that counts comes before the BLOB, so that counting does not read it.
     *
     * @param rows not needed: there is one BLOB of each size
     */
    @Override
    public void prepare(Path file, int rows) throws SQLException {
        Stock.run(
                file,
                "CREATE TABLE blob (bytes INTEGER PRIMARY KEY, changes INTEGER NOT NULL DEFAULT 0, body BLOB NOT NULL)");
        for (int size = KIB; size <= 10 * MIB; size = size == 100 * KIB ? MIB : size * 10) {
            Stock.run(file, "INSERT INTO blob (bytes, body) VALUES (" + size + ", randomblob(" + size + "))");
        }
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        return written ? writing(rival) : reading(rival);
    }

    private Task reading(OpenRival rival) throws SQLException {
        return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
            seat.use(connection, "SELECT body FROM blob WHERE bytes = ?", statement -> {
                statement.setInt(1, bytes);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next() || row.getBytes(1).length != bytes) {
                        throw new IllegalStateException("read another BLOB than that of " + bytes + " bytes");
                    }
                }
            });
            return Kind.READ;
        });
    }

    private Task writing(OpenRival rival) throws SQLException {
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
            seat.use(connection, "UPDATE blob SET body = ?, changes = changes + 1 WHERE bytes = ?", statement -> {
                statement.setBytes(1, body);
                statement.setInt(2, bytes);
                if (statement.executeUpdate() != 1) {
                    throw new IllegalStateException("no BLOB of " + bytes + " bytes");
                }
            });
            return Kind.WRITE;
        });
    }

    @Override
    public long missing(Path file, int rows, long changes) throws SQLException {
        return changes - Stock.number(file, "SELECT sum(changes) FROM blob");
    }
}
