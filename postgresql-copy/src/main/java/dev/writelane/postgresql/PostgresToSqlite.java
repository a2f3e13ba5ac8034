package dev.writelane.postgresql;

import static dev.writelane.postgresql.internal.sqlite.SqliteRows.quoted;

import dev.writelane.internal.database.CopyTarget;
import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Names;
import dev.writelane.postgresql.internal.schema.Schema;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.server.PostgresCatalog;
import dev.writelane.postgresql.internal.server.PostgresRows;
import dev.writelane.postgresql.internal.server.PostgresTarget;
import dev.writelane.postgresql.internal.sqlite.SqliteDdl;
import dev.writelane.postgresql.internal.sqlite.SqliteRows;
import dev.writelane.postgresql.internal.value.Checksum;
import dev.writelane.postgresql.internal.value.Kind;
import dev.writelane.postgresql.internal.value.Leniency;
import dev.writelane.postgresql.internal.value.PgType;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * Copies a schema of a PostgreSQL into a new SQLite file, for local work with production's shape: tables, rows, keys, references and
 * indexes as far as SQLite has words for them; {@link CopyReport#notes} tell of the rest. The server is only read, in one snapshot
 * (READ ONLY, REPEATABLE READ). The file appears when it is complete and both sides were read and are equal; a file that is there is
 * left as it is. Memory does not grow with the rows.
 */
public final class PostgresToSqlite {
    private static final int TOLD_EVERY = 1000;

    private final ServerAddress address;
    private final CopyOptions options;
    private final CopyProgress progress;
    private final Connection server;
    private final Connection file;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private String doing = "reading the schema";

    private PostgresToSqlite(
            ServerAddress address, CopyOptions options, CopyProgress progress, Connection server, Connection file) {
        this.address = address;
        this.options = options;
        this.progress = progress;
        this.server = server;
        this.file = file;
    }

    /**
     * Makes the copy.
     *
     * @param file a file that is not there, in a directory that is
     * @param options of which {@link CopyOptions#schema} and names of tables and columns to skip matter here
     * @throws CopyException when there is none; there is no file then
     */
    public static CopyReport copy(ServerAddress address, Path file, CopyOptions options, CopyProgress progress)
            throws CopyException {
        long start = System.nanoTime();
        try (CopyTarget target = CopyTarget.at(file, null);
                ServerConnection server = ServerConnection.to(address)) {
            CopyReport report;
            target.part().toFile().deleteOnExit(); // Ctrl-C, however soon
            target.create(); // for its owner's eyes alone
            try (Connection part = create(target.part())) {
                report = new PostgresToSqlite(address, options, progress, server.connection(), part).copied(start);
            }
            target.sync();
            target.publish();
            return report;
        } catch (SQLException e) {
            throw new CopyException(e.getMessage() + " [" + e.getSQLState() + "]", e);
        }
    }

    /** Nobody else sees it yet, and what breaks is thrown away. */
    private static Connection create(Path part) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.OFF);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setLockingMode(SQLiteConfig.LockingMode.EXCLUSIVE);
        config.setGetGeneratedKeys(false);
        return config.createConnection("jdbc:sqlite:" + part);
    }

    /** A table, and what was sent of it. */
    private record Sent(Table table, Checksum sum) {}

    private CopyReport copied(long start) throws CopyException {
        try {
            server.setAutoCommit(false);
            server.setReadOnly(true);
            server.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            PostgresTarget.withoutLimits(server);
            execute(server, "SET LOCAL row_security = off"); // an error instead of some of the rows
            file.setAutoCommit(false);
            List<Table> tables = tables();
            Set<String> names = tables.stream().map(Table::name).collect(Collectors.toSet());
            List<Sent> sent = new ArrayList<>();
            for (Table table : tables) {
                sent.add(new Sent(table, send(table, new SqliteDdl(table, names, notes::add))));
            }
            for (Table table : tables) {
                doing = "making the indexes of " + table.name();
                for (String sql : new SqliteDdl(table, names, notes::add).createIndexes()) {
                    execute(sql);
                }
            }
            file.commit();
            List<CopyReport.TableCopy> copies = new ArrayList<>();
            for (Sent one : sent) {
                copies.add(verified(one));
            }
            file.rollback();
            return new CopyReport(copies, notes, Duration.ofNanos(System.nanoTime() - start));
        } catch (SQLException e) {
            throw new CopyException(
                    (PostgresTarget.isLost(e) ? "The connection to " + address + " was lost while " : "Failed while ")
                            + doing + PostgresTarget.stateOf(e) + ": " + e.getMessage()
                            + ". No file was made. "
                            + (PostgresTarget.isLost(e)
                                    ? "Run the copy again."
                                    : "Correct that, or leave it out (--skip), and run the copy again."),
                    e);
        }
    }

    private List<Table> tables() throws SQLException, CopyException {
        Schema schema = PostgresCatalog.read(server, options.schema());
        schema.others().forEach(other -> notes.add("left out: " + other.kind() + " " + other.name()));
        List<Table> tables = new ArrayList<>();
        for (Table table : schema.tables()) {
            if (!skips(table.name())) {
                tables.add(new Table(
                        table.name(),
                        table.columns().stream()
                                .filter(column -> !skips(table.nameOf(column)))
                                .toList(),
                        table.primaryKey(),
                        table.uniques(),
                        table.checks(),
                        table.foreignKeys(),
                        table.indexes(),
                        null,
                        table.lastId()));
            }
        }
        Set<String> unknown = new HashSet<>(options.skip());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new CopyException("Nothing is called "
                    + String.join(", ", unknown.stream().sorted().toList()) + " in schema " + options.schema()
                    + ": name a table or table.column that is there.");
        }
        if (tables.isEmpty()) {
            throw new CopyException("There is no table in schema " + options.schema() + " of " + address
                    + ": name another (--schema).");
        }
        return tables;
    }

    private boolean skips(String name) {
        boolean skips = options.skips(name);
        if (skips) {
            known.add(Names.folded(name));
            notes.add("left out: " + name);
        }
        return skips;
    }

    private void execute(String sql) throws SQLException {
        execute(file, sql);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static Kind kind(Column column) {
        PgType type = SqliteDdl.typeOf(column);
        return type == null ? Kind.TEXT : type.kind();
    }

    /** A partitioned table's rows are its partitions'; else heirs are tables of their own. */
    private String from(Table table) throws SQLException {
        String path = quoted(options.schema()) + "." + quoted(table.name());
        try (PreparedStatement statement =
                server.prepareStatement("SELECT relkind = 'p' FROM pg_class WHERE oid = ?::regclass")) {
            statement.setString(1, path);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1) ? path : "ONLY " + path;
            }
        }
    }

    private Checksum send(Table table, SqliteDdl ddl) throws SQLException, CopyException {
        doing = "copying " + table.name();
        progress.begin(CopyProgress.Step.COPY, table.name(), -1);
        Set<String> computed = new LinkedHashSet<>();
        execute(ddl.createTable(computed));
        List<Column> columns = table.columns();
        List<Kind> kinds = columns.stream().map(PostgresToSqlite::kind).toList();
        List<Column> written = columns.stream()
                .filter(column -> !computed.contains(column.name()))
                .toList();
        List<String> select = columns.stream()
                .map(column -> quoted(column.name())
                        + (SqliteDdl.typeOf(column) == null
                                ? "::text"
                                : column.declared().equals("real") ? "::text::float8" : "")) // 0.1 as it is written
                .toList();
        Checksum sum = new Checksum();
        try (PostgresRows rows = PostgresRows.of(server, select, from(table), kinds);
                PreparedStatement insert = file.prepareStatement("INSERT INTO " + quoted(table.name()) + " ("
                        + written.stream().map(column -> quoted(column.name())).collect(Collectors.joining(", "))
                        + ") VALUES (" + "?, ".repeat(written.size() - 1) + "?)")) {
            while (rows.next()) {
                int parameter = 0;
                for (int i = 0; i < columns.size(); i++) {
                    Object value = rows.value(i);
                    if (value != null && !kinds.get(i).isInRange(value)) {
                        throw new CopyException(table.nameOf(columns.get(i))
                                + " holds what SQLite has no form for (NaN, a moment that is infinity or not of"
                                + " the years 1 to 9999, the time 24:00). No file was made. Leave the column out (--skip "
                                + table.nameOf(columns.get(i)) + ").");
                    }
                    sum.value(kinds.get(i), value);
                    if (!computed.contains(columns.get(i).name())) {
                        bind(insert, ++parameter, kinds.get(i), value);
                    }
                }
                insert.executeUpdate();
                sum.endRow();
                if (sum.rows() % TOLD_EVERY == 0) {
                    progress.done(TOLD_EVERY);
                }
            }
        }
        if (ddl.isNumbered() && table.lastId() > 0) {
            String name = "'" + table.name().replace("'", "''") + "'";
            execute("INSERT INTO sqlite_sequence(name, seq) SELECT " + name
                    + ", 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = " + name + ")");
            execute("UPDATE sqlite_sequence SET seq = max(seq, " + table.lastId() + ") WHERE name = " + name);
        }
        progress.done(sum.rows() % TOLD_EVERY);
        progress.end();
        return sum;
    }

    private static void bind(PreparedStatement insert, int parameter, Kind kind, @Nullable Object value)
            throws SQLException {
        Object stored = value == null ? null : kind.toStored(value);
        if (stored instanceof byte[] bytes) {
            insert.setBytes(parameter, bytes);
        } else {
            insert.setObject(parameter, stored);
        }
    }

    private CopyReport.TableCopy verified(Sent sent) throws SQLException, CopyException {
        Table table = sent.table();
        doing = "verifying " + table.name();
        progress.begin(CopyProgress.Step.VERIFY, table.name(), sent.sum().rows());
        List<Kind> kinds = table.columns().stream().map(PostgresToSqlite::kind).toList();
        Checksum there = new Checksum();
        try (SqliteRows rows = SqliteRows.of(file, table, table.columns())) {
            while (rows.next()) {
                for (int i = 0; i < kinds.size(); i++) {
                    Object stored = rows.stored(i);
                    there.value(
                            kinds.get(i), stored == null ? null : kinds.get(i).ofStored(stored, Leniency.NONE));
                }
                there.endRow();
                if (there.rows() % TOLD_EVERY == 0) {
                    progress.done(TOLD_EVERY);
                }
            }
        }
        progress.done(there.rows() % TOLD_EVERY);
        progress.end();
        if (there.rows() != sent.sum().rows()
                || !there.toString().equals(sent.sum().toString())) {
            throw new CopyException(
                    table.name() + " is not the same on both sides: "
                            + sent.sum().rows() + " rows with checksum "
                            + sent.sum() + " in PostgreSQL, " + there.rows() + " with " + there
                            + " in the file. No file was made. Find the column by leaving out one after the other (--skip), and report it.");
        }
        return new CopyReport.TableCopy(Names.folded(table.name()), there.rows(), there.toString());
    }
}
