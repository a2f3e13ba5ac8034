package org.sqlite.core;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sqlite.BusyHandler;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;

/**
 * The driver's native core with somebody listening: each native call that can fail is announced first, and fails with the result code
 * that the listener answers, in the way in which the driver reports it. All else is passed on.
 *
 * <p>Calls that SQLite cannot let fail on an open handle (column counts and types, changes) are passed on unannounced. In this package
 * because half of the driver's core is package-private.
 */
public final class WatchedDB extends DB {
    /** Hears of each native call, on the thread that makes it. */
    public interface Listener {
        /**
         * @param call {@code prepare}, {@code bind}, {@code step}, {@code column}, {@code reset} or {@code exec}
         * @param sql of the statement
         * @return SQLite's result code to fail with, or 0
         */
        int before(String call, String sql);

        /** Whether SQLite rolls the whole transaction back as a step fails. */
        boolean rollsBack();

        /** Whether a step does its work and fails only if that was its last. */
        boolean worksFirst();
    }

    private final NativeDB real;
    private final Listener listener;
    private final Map<Long, String> texts = new ConcurrentHashMap<>();
    private boolean ready;
    private boolean failed;

    /** Takes over an open handle: nothing may be prepared on it but what the driver keeps for itself. */
    public WatchedDB(DB real, Listener listener) throws SQLException {
        super(real.getUrl(), "", real.getConfig());
        this.real = (NativeDB) real;
        this.listener = listener;
        if (real.begin != null) {
            real.begin.close();
            real.commit.close();
        }
        open("", 0);
        ready = true;
    }

    // ---- what is announced ----

    private int before(String call, long statement) {
        return before(call, texts.get(statement));
    }

    private int before(String call, String sql) {
        int code = listener.before(call, sql);
        failed = code != SQLITE_OK;
        if (failed && call.equals("step") && listener.rollsBack()) {
            try {
                real._exec("ROLLBACK");
            } catch (SQLException nothingIsOpen) {
                return code;
            }
        }
        return code;
    }

    @Override
    protected SafeStmtPtr prepare(String sql) throws SQLException {
        int failure = before("prepare", sql);
        if (failure != SQLITE_OK) {
            throwex(failure);
        }
        long statement = real.prepare_utf8(NativeDB.stringToUtf8ByteArray(sql));
        texts.put(statement, sql);
        return new SafeStmtPtr(this, statement);
    }

    @Override
    int bind_null(long a, int b) throws SQLException {
        int failure = before("bind", a);
        return failure == SQLITE_OK ? real.bind_null(a, b) : failure;
    }

    @Override
    int bind_int(long a, int b, int c) throws SQLException {
        int failure = before("bind", a);
        return failure == SQLITE_OK ? real.bind_int(a, b, c) : failure;
    }

    @Override
    int bind_long(long a, int b, long c) throws SQLException {
        int failure = before("bind", a);
        return failure == SQLITE_OK ? real.bind_long(a, b, c) : failure;
    }

    @Override
    int bind_double(long a, int b, double c) throws SQLException {
        int failure = before("bind", a);
        return failure == SQLITE_OK ? real.bind_double(a, b, c) : failure;
    }

    @Override
    int bind_text(long a, int b, String c) throws SQLException {
        int failure = before("bind", a);
        return failure == SQLITE_OK ? real.bind_text(a, b, c) : failure;
    }

    @Override
    int bind_blob(long a, int b, byte[] c) throws SQLException {
        int failure = before("bind", a);
        return failure == SQLITE_OK ? real.bind_blob(a, b, c) : failure;
    }

    @Override
    public int step(long statement) throws SQLException {
        int failure = before("step", statement);
        if (failure != SQLITE_OK && !listener.worksFirst()) {
            return failure;
        }
        int result = real.step(statement);
        return result == SQLITE_DONE && failure != SQLITE_OK ? failure : result;
    }

    /** The statement is reset all the same: sqlite3_reset repeats an error, it does not make one. */
    @Override
    public int reset(long statement) throws SQLException {
        int failure = before("reset", statement);
        int result = real.reset(statement);
        return failure == SQLITE_OK ? result : failure;
    }

    @Override
    public int _exec(String sql) throws SQLException {
        int failure = before("exec", sql);
        if (failure != SQLITE_OK) {
            throwex(failure);
        }
        return real._exec(sql);
    }

    @Override
    public String column_text(long statement, int column) throws SQLException {
        failToRead(statement);
        return real.column_text(statement, column);
    }

    @Override
    public byte[] column_blob(long statement, int column) throws SQLException {
        failToRead(statement);
        return real.column_blob(statement, column);
    }

    /** Reading a value fails for want of memory alone, and the driver then gives no code. */
    private void failToRead(long statement) throws SQLException {
        if (before("column", statement) == SQLITE_NOMEM) {
            throw new SQLException("Out of memory");
        }
    }

    @Override
    protected int finalize(long statement) throws SQLException {
        texts.remove(statement);
        return real.finalize(statement);
    }

    @Override
    String errmsg() throws SQLException {
        return failed ? "injected fault" : real.errmsg();
    }

    // ---- life: the handle was open before ----

    @Override
    protected void _open(String file, int flags) {
        // It is open.
    }

    @Override
    protected void _close() throws SQLException {
        real._close();
    }

    @Override
    public int enable_load_extension(boolean enable) throws SQLException {
        return ready ? real.enable_load_extension(enable) : SQLITE_OK;
    }

    @Override
    public void busy_timeout(int millis) throws SQLException {
        if (ready) {
            real.busy_timeout(millis);
        }
    }

    // ---- passed on ----

    @Override
    public void interrupt() throws SQLException {
        real.interrupt();
    }

    @Override
    public void busy_handler(BusyHandler a) throws SQLException {
        real.busy_handler(a);
    }

    @Override
    public String libversion() throws SQLException {
        return real.libversion();
    }

    @Override
    public long changes() throws SQLException {
        return real.changes();
    }

    @Override
    public long total_changes() throws SQLException {
        return real.total_changes();
    }

    @Override
    public int shared_cache(boolean a) throws SQLException {
        return real.shared_cache(a);
    }

    @Override
    public int clear_bindings(long a) throws SQLException {
        return real.clear_bindings(a);
    }

    @Override
    int bind_parameter_count(long a) throws SQLException {
        return real.bind_parameter_count(a);
    }

    @Override
    public int column_count(long a) throws SQLException {
        return real.column_count(a);
    }

    @Override
    public int column_type(long a, int b) throws SQLException {
        return real.column_type(a, b);
    }

    @Override
    public String column_decltype(long a, int b) throws SQLException {
        return real.column_decltype(a, b);
    }

    @Override
    public String column_table_name(long a, int b) throws SQLException {
        return real.column_table_name(a, b);
    }

    @Override
    public String column_name(long a, int b) throws SQLException {
        return real.column_name(a, b);
    }

    @Override
    public double column_double(long a, int b) throws SQLException {
        return real.column_double(a, b);
    }

    @Override
    public long column_long(long a, int b) throws SQLException {
        return real.column_long(a, b);
    }

    @Override
    public int column_int(long a, int b) throws SQLException {
        return real.column_int(a, b);
    }

    @Override
    public void result_null(long a) throws SQLException {
        real.result_null(a);
    }

    @Override
    public void result_text(long a, String b) throws SQLException {
        real.result_text(a, b);
    }

    @Override
    public void result_blob(long a, byte[] b) throws SQLException {
        real.result_blob(a, b);
    }

    @Override
    public void result_double(long a, double b) throws SQLException {
        real.result_double(a, b);
    }

    @Override
    public void result_long(long a, long b) throws SQLException {
        real.result_long(a, b);
    }

    @Override
    public void result_int(long a, int b) throws SQLException {
        real.result_int(a, b);
    }

    @Override
    public void result_error(long a, String b) throws SQLException {
        real.result_error(a, b);
    }

    @Override
    public String value_text(Function a, int b) throws SQLException {
        return real.value_text(a, b);
    }

    @Override
    public byte[] value_blob(Function a, int b) throws SQLException {
        return real.value_blob(a, b);
    }

    @Override
    public double value_double(Function a, int b) throws SQLException {
        return real.value_double(a, b);
    }

    @Override
    public long value_long(Function a, int b) throws SQLException {
        return real.value_long(a, b);
    }

    @Override
    public int value_int(Function a, int b) throws SQLException {
        return real.value_int(a, b);
    }

    @Override
    public int value_type(Function a, int b) throws SQLException {
        return real.value_type(a, b);
    }

    @Override
    public int create_function(String a, Function b, int c, int d) throws SQLException {
        return real.create_function(a, b, c, d);
    }

    @Override
    public int destroy_function(String a) throws SQLException {
        return real.destroy_function(a);
    }

    @Override
    public int create_collation(String a, Collation b) throws SQLException {
        return real.create_collation(a, b);
    }

    @Override
    public int destroy_collation(String a) throws SQLException {
        return real.destroy_collation(a);
    }

    @Override
    public int backup(String a, String b, ProgressObserver c) throws SQLException {
        return real.backup(a, b, c);
    }

    @Override
    public int backup(String a, String b, ProgressObserver c, int d, int e, int f) throws SQLException {
        return real.backup(a, b, c, d, e, f);
    }

    @Override
    public int restore(String a, String b, ProgressObserver c) throws SQLException {
        return real.restore(a, b, c);
    }

    @Override
    public int restore(String a, String b, ProgressObserver c, int d, int e, int f) throws SQLException {
        return real.restore(a, b, c, d, e, f);
    }

    @Override
    public int limit(int a, int b) throws SQLException {
        return real.limit(a, b);
    }

    @Override
    public void register_progress_handler(int a, ProgressHandler b) throws SQLException {
        real.register_progress_handler(a, b);
    }

    @Override
    public void clear_progress_handler() throws SQLException {
        real.clear_progress_handler();
    }

    @Override
    boolean[][] column_metadata(long a) throws SQLException {
        return real.column_metadata(a);
    }

    @Override
    void set_commit_listener(boolean a) {
        real.set_commit_listener(a);
    }

    @Override
    void set_update_listener(boolean a) {
        real.set_update_listener(a);
    }

    @Override
    public byte[] serialize(String a) throws SQLException {
        return real.serialize(a);
    }

    @Override
    public void deserialize(String a, byte[] b) throws SQLException {
        real.deserialize(a, b);
    }
}
