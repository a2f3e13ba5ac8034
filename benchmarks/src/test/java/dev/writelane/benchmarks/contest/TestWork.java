package dev.writelane.benchmarks.contest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Known tasks, good and bad; they travel to contestants. */
enum TestWork implements Work {
    INSERTS {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            return number -> {
                insert(rival);
                return Kind.WRITE;
            };
        }
    },
    /** Keeps what it counts in the task: only one that stays through all turns agrees with its numbers from the second turn on. */
    COUNTS {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            long[] calls = new long[1];
            return number -> {
                insert(rival);
                TASKS.putIfAbsent(this + "/" + thread, calls);
                if (TASKS.get(this + "/" + thread) != calls || calls[0]++ != number) {
                    throw new IllegalStateException("another task, or number " + number + " again");
                }
                return Kind.WRITE;
            };
        }
    },
    /** Says each time that it has written, and has not every fifth time, the first one included: that much is always done. */
    FORGETS {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            return number -> {
                if (number % 5 != 0) {
                    insert(rival);
                }
                return Kind.WRITE;
            };
        }
    },
    /** Writes, and then says that it could not. */
    DENIES {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            return number -> {
                insert(rival);
                throw new SQLException("denied");
            };
        }
    },
    CANNOT_BEGIN {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            throw new SQLException("no task today");
        }
    },
    DIES {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            return number -> {
                Runtime.getRuntime().halt(3);
                return Kind.WRITE;
            };
        }
    },
    HANGS {
        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            return number -> {
                new CountDownLatch(1).await();
                return Kind.WRITE;
            };
        }
    },
    CANNOT_PREPARE {
        @Override
        public void prepare(Path file, int rows) throws SQLException {
            super.prepare(file, rows);
            throw new SQLException("no file today");
        }

        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) {
            return number -> Kind.READ;
        }
    };

    /** The first task of each thread. */
    private static final Map<String, long[]> TASKS = new ConcurrentHashMap<>();

    @Override
    public String label() {
        return name();
    }

    @Override
    public void prepare(Path file, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY)");
        }
    }

    @Override
    public long missing(Path file, int rows, long changes) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM t")) {
            row.next();
            return changes - row.getLong(1);
        }
    }

    private static void insert(OpenRival rival) throws SQLException {
        try (Connection connection = rival.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t DEFAULT VALUES");
        }
    }
}
