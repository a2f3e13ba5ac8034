package dev.writelane.attack;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.concurrent.Callable;

/** An application as a container loads it: uses a database in every way and closes it. Its class loader is to go afterwards. */
public final class Disposable implements Callable<Long> {
    private final String url;
    private final String policy;

    public Disposable(String url, String policy) {
        this.url = url;
        this.policy = policy;
    }

    @Override
    public Long call() throws Exception {
        long rows;
        try (SqliteDatabase db = SqliteDatabase.open(
                SqliteConfig.builder(url).put("policy", policy).build())) {
            try (Connection connection = db.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY)");
            }
            db.write(Disposable::insert);
            db.writeAsync(Disposable::insert).get();
            db.readAsync(Disposable::count).get();
            rows = db.read(Disposable::count);
        }
        return rows;
    }

    /** What an application does that asks the DriverManager, too: the driver's class registers itself when it is loaded. */
    public static void register() throws ClassNotFoundException {
        Class.forName("org.sqlite.JDBC");
    }

    public static void deregister() throws SQLException {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == Disposable.class.getClassLoader()) {
                DriverManager.deregisterDriver(driver);
            }
        }
    }

    private static int insert(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (NULL)")) {
            return insert.executeUpdate();
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
