package dev.writelane.postgresql;

import dev.writelane.postgresql.internal.schema.Schema;
import dev.writelane.postgresql.internal.server.CopyStream;
import dev.writelane.postgresql.internal.server.Ddl;
import dev.writelane.postgresql.internal.server.PostgresDdl;
import dev.writelane.postgresql.internal.server.PostgresTarget;
import dev.writelane.postgresql.internal.server.TablePlan;
import dev.writelane.postgresql.internal.sqlite.SqliteCatalog;
import dev.writelane.postgresql.internal.sqlite.SqliteRows;
import dev.writelane.postgresql.internal.sqlite.SqliteSnapshot;
import dev.writelane.postgresql.internal.value.Checksum;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies a live SQLite database into an empty schema of a PostgreSQL: tables, rows, keys, indexes and references, in one transaction that
 * is committed when both sides were read and are equal.
 *
 * <pre>{@code
 * CopyReport report = SqliteToPostgres.copy(
 *         Path.of("data/app.db"), new ServerAddress("jdbc:postgresql://db/app", "app", password), CopyOptions.defaults(), CopyProgress.NONE);
 * }</pre>
 *
 * The file is read in one snapshot and never written; applications, this one too, may go on writing. While a copy runs the write-ahead log
 * cannot begin anew: who writes much copies a copy made by {@link dev.writelane.SqliteDatabase#backupTo}. Memory does not grow with the rows.
 */
public final class SqliteToPostgres {
    private static final int TOLD_EVERY = 1000;

    private final ServerAddress address;
    private final CopyOptions options;
    private final CopyProgress progress;
    private final SqliteSnapshot source;
    private final Connection server;
    private final PostgresTarget target;
    private String doing = "looking at the target";

    private SqliteToPostgres(
            ServerAddress address,
            CopyOptions options,
            CopyProgress progress,
            SqliteSnapshot source,
            Connection server) {
        this.address = address;
        this.options = options;
        this.progress = progress;
        this.source = source;
        this.server = server;
        this.target = new PostgresTarget(server, options.schema());
    }

    /**
     * Makes the copy.
     *
     * @param file an SQLite database, open elsewhere or not
     * @throws CopyException when there is none, or it does not map as it is ({@link CopyException#findings}); the target is as it was then
     */
    public static CopyReport copy(Path file, ServerAddress address, CopyOptions options, CopyProgress progress)
            throws CopyException {
        return with(file, address, options, progress, SqliteToPostgres::copy);
    }

    /**
     * Looks at everything as {@link #copy} does, tries the schema on the server, and undoes that.
     *
     * @return what {@link #copy} would stop at
     * @throws CopyException when it cannot be looked at
     */
    public static List<Finding> plan(Path file, ServerAddress address, CopyOptions options, CopyProgress progress)
            throws CopyException {
        return with(file, address, options, progress, copy -> {
            CopyPlan plan = copy.planned();
            copy.server.rollback();
            return plan.findings();
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(SqliteToPostgres copy) throws SQLException, CopyException;
    }

    private static <T> T with(
            Path file, ServerAddress address, CopyOptions options, CopyProgress progress, Work<T> work)
            throws CopyException {
        try (SqliteSnapshot source = SqliteSnapshot.of(file);
                ServerConnection server = ServerConnection.to(address)) {
            SqliteToPostgres copy = new SqliteToPostgres(address, options, progress, source, server.connection());
            try {
                return work.on(copy);
            } catch (SQLException e) {
                throw copy.failed(e);
            }
        }
    }

    private CopyPlan planned() throws SQLException, CopyException {
        server.setAutoCommit(false);
        PostgresTarget.withoutLimits(server);
        target.failIfNotEmpty();
        doing = "reading the schema of the file";
        Schema schema = SqliteCatalog.read(source.connection());
        if (schema.tables().isEmpty()) {
            throw new CopyException("There is no table in the file: name the SQLite database to be copied.");
        }
        CopyPlan plan = new CopyPlan(options, progress);
        doing = "scanning the file";
        plan.scan(source.connection(), schema);
        doing = "trying the schema on the target";
        List<Ddl> ddl = PostgresDdl.of(options.schema(), plan.tables(), plan::found, plan::note);
        plan.keep(ddl);
        target.tryOut(plan.statements()).forEach(plan::found);
        plan.checkNames();
        return plan;
    }

    private CopyReport copy() throws SQLException, CopyException {
        long start = System.nanoTime();
        CopyPlan plan = planned();
        if (!plan.findings().isEmpty()) {
            server.rollback();
            throw new CopyException(
                    plan.findings().size()
                            + " things do not map; nothing was written. Say what to do about each, or skip it.",
                    plan.findings());
        }
        make(plan, false);
        List<Checksum> sent = new ArrayList<>();
        for (TablePlan table : plan.tables()) {
            sent.add(send(table));
        }
        make(plan, true);
        List<CopyReport.TableCopy> copies = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            TablePlan table = plan.tables().get(i);
            target.finish(table);
            copies.add(verified(table, sent.get(i)));
        }
        commit();
        return new CopyReport(copies, plan.notes(), Duration.ofNanos(System.nanoTime() - start));
    }

    private void make(CopyPlan plan, boolean afterRows) throws SQLException {
        List<Ddl> statements = plan.statements().stream()
                .filter(ddl -> ddl.afterRows() == afterRows)
                .toList();
        progress.begin(CopyProgress.Step.KEYS, "", statements.size());
        for (Ddl ddl : statements) {
            doing = "making " + ddl.what() + " " + ddl.name();
            target.make(ddl);
            progress.done(1);
        }
        progress.end();
    }

    /** The sum is of the values as they were read, not of what COPY got. */
    private Checksum send(TablePlan table) throws SQLException, CopyException {
        doing = "copying " + table.name();
        progress.begin(CopyProgress.Step.COPY, table.name(), table.rows());
        List<TablePlan.ColumnPlan> columns = table.columns();
        Checksum sum = new Checksum();
        try (SqliteRows rows = SqliteRows.of(
                        source.connection(),
                        table.table(),
                        columns.stream().map(TablePlan.ColumnPlan::column).toList());
                CopyStream stream = target.copy(table)) {
            while (rows.next()) {
                for (int i = 0; i < columns.size(); i++) {
                    TablePlan.ColumnPlan column = columns.get(i);
                    Object stored = rows.stored(i);
                    Object value = stored == null ? null : column.type().kind().ofStored(stored, column.leniency());
                    if (stored != null && value == null) {
                        throw new CopyException(table.table().nameOf(column.column()) + ", " + rows.rowName()
                                + ": its value has changed within one snapshot. Please report this.");
                    }
                    sum.value(column.type().kind(), value);
                    if (column.generated() == null) {
                        stream.value(column.type().kind(), value);
                    }
                }
                sum.endRow();
                stream.endRow();
                if (sum.rows() % TOLD_EVERY == 0) {
                    progress.done(TOLD_EVERY);
                }
            }
            stream.end();
        }
        progress.done(sum.rows() % TOLD_EVERY);
        progress.end();
        return sum;
    }

    private CopyReport.TableCopy verified(TablePlan table, Checksum sent) throws SQLException, CopyException {
        doing = "verifying " + table.name();
        progress.begin(CopyProgress.Step.VERIFY, table.name(), table.rows());
        Checksum there = target.checksum(table, progress::done);
        progress.end();
        if (there.rows() != sent.rows() || !there.toString().equals(sent.toString())) {
            server.rollback();
            throw new CopyException(table.name() + " is not the same on both sides: " + sent.rows()
                    + " rows with checksum " + sent
                    + " in the file, " + there.rows() + " with " + there + " in PostgreSQL. Nothing was committed."
                    + (table.sent().size() < table.columns().size()
                            ? " It has generated columns: an expression may mean something else there. Name their types to copy their values."
                            : " Please report this."));
        }
        return new CopyReport.TableCopy(table.name(), there.rows(), there.toString());
    }

    private void commit() throws SQLException, CopyException {
        doing = "committing";
        try {
            server.commit();
        } catch (SQLException e) {
            if (PostgresTarget.isLost(e)) {
                throw new CopyException(
                        "The connection to " + address
                                + " was lost during COMMIT, so it cannot be known here whether the target is complete or empty;"
                                + " it is one of the two. Look into schema " + options.schema() + ". ["
                                + e.getSQLState() + "] "
                                + e.getMessage(),
                        e);
            }
            throw e;
        }
    }

    private CopyException failed(SQLException e) {
        return new CopyException(
                (PostgresTarget.isLost(e) ? "The connection to " + address + " was lost while " : "Failed while ")
                        + doing
                        + PostgresTarget.stateOf(e) + ": " + e.getMessage()
                        + ". Nothing was committed: the target is as it was, and the file is untouched. "
                        + (PostgresTarget.isLost(e)
                                ? "Run the copy again."
                                : "Correct that, or leave it out (--skip), and run the copy again."),
                e);
    }
}
