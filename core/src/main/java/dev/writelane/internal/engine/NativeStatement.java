package dev.writelane.internal.engine;

import dev.writelane.internal.error.Errors;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * One prepared statement of one native connection: bind, step, read columns, reset.
 *
 * <p>It extends the driver's statement only because the driver prepares and binds through that type; none of the driver's JDBC
 * behaviour is used. Columns are counted from 0, as SQLite does.
 */
public final class NativeStatement extends CoreStatement implements Row {
    public static final Object[] NO_PARAMETERS = {};

    private static final int STEPPED_TO_ROW = 100;
    private static final int STEPPED_TO_END = 101;
    /** Values above this are not left bound in a cached statement. */
    private static final int LARGE_VALUE = 64 * 1024;

    private final NativeConnection connection;
    private final DB db;
    private final String text;
    private final long handle;
    private final boolean cached;
    /** Whether the labels may come from the schema alone; those of named columns stand in the text. */
    private final boolean star;

    private @Nullable Columns columns;
    /** The snapshot of the connection for which {@link #columns} is known to be right. */
    private long describedIn;

    private boolean boundLargeValue;
    private boolean clean = true;

    /** Guarded by the lease: false while it waits in the cache. */
    boolean inUse;

    /** Guarded by the lease: whether its rows are read one by one, while others come and go. */
    boolean ofCursor;

    /** Neighbours in {@link GivenOut}. */
    @Nullable
    NativeStatement before;

    @Nullable
    NativeStatement behind;

    NativeStatement(NativeConnection connection, String sql, boolean cached) throws SQLException {
        super(connection.driver());
        this.connection = connection;
        this.db = connection.db();
        this.text = sql;
        this.cached = cached;
        this.sql = sql;
        this.star = sql.indexOf('*') >= 0;
        prepare();
        this.handle = pointer.safeRunLong((ignored, address) -> address);
        giveOut();
    }

    /** In this order, as elsewhere here: what is cut short between the two must not be thought free. */
    void giveOut() {
        connection.givenOut().add(this);
        inUse = true;
    }

    /** Its rows are read one by one from now on, until it is given back. */
    public void forCursor() {
        ofCursor = true;
    }

    /**
     * The driver keeps a set of all handles, and refuses one whose number it has already. It may have forgotten to take a freed handle out
     * (the stack had ended there), and SQLite gives numbers again: closing the new one takes the old one out, too.
     */
    private void prepare() throws SQLException {
        boolean prepared = false;
        while (!prepared) {
            try {
                db.prepare(this); // closes what this has, first
                prepared = true;
            } catch (IllegalStateException alreadyKnown) {
                continue; // one fewer is known wrongly
            }
        }
    }

    /**
     * Binds all parameters and takes the first step.
     *
     * @param parameters storage values: Long, Double, String, byte[] or null
     * @return whether there is a row
     */
    public boolean start(@Nullable Object[] parameters) throws SQLException {
        clean = false;
        for (Object parameter : parameters) {
            if (parameter instanceof byte[] bytes && bytes.length > LARGE_VALUE
                    || parameter instanceof String string && string.length() > LARGE_VALUE) {
                boundLargeValue = true;
            }
        }
        try {
            if (db.execute(this, parameters)) {
                return true;
            }
            clean = true; // the driver has reset it
            return false;
        } catch (SQLException e) {
            throw connection.translateRun(e, text);
        }
    }

    /** Takes one step more; false is the end. */
    public boolean step() throws SQLException {
        if (isFreed()) {
            throw Errors.closed("This statement's connection was lost or has ended [" + connection.place() + "].");
        }
        int result = db.step(handle);
        if (result == STEPPED_TO_ROW) {
            return true;
        }
        if (result == STEPPED_TO_END) {
            reset();
            return false;
        }
        try {
            db.throwex(result);
            throw new AssertionError("the driver did not throw for result code " + result);
        } catch (SQLException e) {
            throw connection.translateRun(e, text);
        }
    }

    /** Gives it back to the cache, reset, or frees it if no cache wants it. */
    public void giveBack() throws SQLException {
        reset();
        if (boundLargeValue && !isFreed()) {
            db.clear_bindings(handle);
            boundLargeValue = false;
        }
        ofCursor = false;
        connection.givenOut().remove(this);
        inUse = false;
        if (!cached) {
            free();
        }
    }

    /** Frees it in the midst of whatever it was left in. */
    void drop() throws SQLException {
        try {
            pointer.close();
        } finally {
            connection.givenOut().remove(this);
            inUse = false;
        }
    }

    private void reset() throws SQLException {
        if (!clean && !isFreed()) {
            db.reset(handle); // its result repeats the error of the last step, which was reported there
        }
        clean = true;
    }

    /** Whether the driver or the cache has finalized it: after some errors the driver does. */
    boolean isFreed() {
        return pointer.isClosed();
    }

    void free() throws SQLException {
        if (!inUse) {
            pointer.close();
        }
    }

    /** Names and declared types; valid for the schema at the time of the last step. */
    public Columns columns() throws SQLException {
        Columns known = columns;
        if (known == null || star && !stillTheSame(known)) {
            columns = known = describe(db.column_count(handle));
        }
        describedIn = connection.snapshot();
        return known;
    }

    /**
     * SQLite prepares a statement anew, and tells nobody, when another process has changed the schema. That shows in a new snapshot
     * only, so the names are compared once for each.
     */
    private boolean stillTheSame(Columns known) throws SQLException {
        if (known.count() != db.column_count(handle)) {
            return false;
        }
        if (describedIn == connection.snapshot()) {
            return true;
        }
        for (int i = 0; i < known.count(); i++) {
            if (!known.label(i + 1).equals(db.column_name(handle, i))) {
                return false;
            }
        }
        return true;
    }

    private Columns describe(int count) throws SQLException {
        String[] names = new String[count];
        String[] types = new String[count];
        String[] tables = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = db.column_name(handle, i);
            types[i] = db.column_decltype(handle, i);
            tables[i] = db.column_table_name(handle, i);
        }
        return new Columns(names, types, tables);
    }

    public int columnCount() throws SQLException {
        return db.column_count(handle);
    }

    @Override
    public int type(int column) throws SQLException {
        return db.column_type(handle, column);
    }

    @Override
    public long longValue(int column) throws SQLException {
        return db.column_long(handle, column);
    }

    @Override
    public double doubleValue(int column) throws SQLException {
        return db.column_double(handle, column);
    }

    /** {@inheritDoc} Reading the bytes is twice as fast as the driver's column_text. */
    @Override
    public String text(int column) throws SQLException {
        byte[] bytes = connection.isUtf8() ? bytes(column) : null;
        if (bytes != null) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        try {
            String value = db.column_text(handle, column);
            return value == null ? "" : value;
        } catch (SQLException e) {
            throw connection.translateRun(e, text);
        }
    }

    private byte[] blob(int column) throws SQLException {
        byte[] bytes = bytes(column);
        return bytes == null ? new byte[0] : bytes;
    }

    private byte @Nullable [] bytes(int column) throws SQLException {
        try {
            return db.column_blob(handle, column);
        } catch (SQLException e) {
            throw connection.translateRun(e, text);
        }
    }

    @Override
    public @Nullable Object value(int column) throws SQLException {
        return switch (type(column)) {
            case INTEGER -> (Object) longValue(column);
            case FLOAT -> (Object) doubleValue(column);
            case TEXT -> text(column);
            case BLOB -> blob(column);
            default -> null;
        };
    }

    @Override
    public ResultSet executeQuery(String sql, boolean closeStatement) {
        throw new AssertionError("only the driver's own statements are executed this way");
    }
}
