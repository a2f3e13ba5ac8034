package dev.writelane.attack.history;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;

/** What an application would use without Writelane, all of them over the stock driver. */
enum Rival {
    /** HikariCP and a URL, nothing else. */
    HIKARI_DEFAULT {
        @Override
        Opened open(String url) {
            return pool(url, Map.of());
        }
    },
    /** As articles advise: write-ahead log, time to wait, write transactions that say so at their beginning. */
    HIKARI_TUNED {
        @Override
        Opened open(String url) {
            return pool(
                    url,
                    Map.of(
                            "journal_mode", "WAL",
                            "synchronous", "NORMAL",
                            "busy_timeout", "10000",
                            "transaction_mode", "IMMEDIATE"));
        }
    },
    /** One connection for all threads, as with Python's check_same_thread=False; the library's own mutex is on. */
    SHARED_CONNECTION {
        @Override
        Opened open(String url) throws SQLException {
            Connection shared = DriverManager.getConnection(url);
            InvocationHandler staysOpen = (proxy, method, arguments) ->
                    method.getName().equals("close") ? null : call(method, shared, arguments);
            Connection lent = (Connection)
                    Proxy.newProxyInstance(Rival.class.getClassLoader(), new Class<?>[] {Connection.class}, staysOpen);
            DataSource source = (DataSource) Proxy.newProxyInstance(
                    Rival.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> lent);
            return new Opened(source, shared::close);
        }
    };

    /** A pool that answers within the longest wait of its connections. */
    private static final long PATIENCE_MILLIS = Duration.ofSeconds(30).toMillis();

    /** An open DataSource and what closes it. */
    record Opened(DataSource source, Closing closing) implements AutoCloseable {
        interface Closing {
            void close() throws SQLException;
        }

        @Override
        public void close() throws SQLException {
            closing.close();
        }
    }

    abstract Opened open(String url) throws SQLException;

    private static Opened pool(String url, Map<String, String> pragmas) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        pragmas.forEach(config::addDataSourceProperty);
        HikariDataSource pool = new HikariDataSource(config);
        return new Opened(pool, pool::close);
    }

    private static Object call(Method method, Object on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
