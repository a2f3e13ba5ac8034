package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A program that compares a box office's database with the ledger of a rush, from one snapshot, through the stock
 * driver, without writing.
 */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        usageHelpAutoWidth = true,
        description = "Audits the database of a box-office example.",
        footer = "Exit status: 0 if each check holds; 1 if not; 2 for wrong arguments.")
public final class Audit implements Callable<Integer> {
    @Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Option(
            names = "--database",
            required = true,
            paramLabel = "<database>",
            description = "The SQLite file, or the JDBC URL of a PostgreSQL.")
    private String database = "";

    @Option(
            names = "--ledger",
            paramLabel = "<file>",
            description = "What the server acknowledged; without it, the database is only checked against itself.")
    private @Nullable Path ledger;

    private Audit() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, arguments));
    }

    /** Runs as from a command line; returns the exit status. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Audit()).setOut(out).setErr(err).execute(arguments);
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Books books = Books.of(database);
        out.println("Audit of " + books);
        int status = audit(books, out);
        out.flush();
        return status;
    }

    private int audit(Books books, PrintWriter out) {
        Optional<String> missing = books.missing();
        if (missing.isPresent()) {
            out.println("Audit FAILED: " + missing.get());
            return 1;
        }
        List<Check> checks = new ArrayList<>();
        try (Connection connection = books.open()) {
            checks.addAll(books.soundness(connection));
            BoxOfficeRows rows = BoxOfficeRows.read(connection);
            checks.addAll(FileChecks.of(rows));
            if (ledger != null) {
                LedgerBook book = LedgerBook.read(ledger);
                checks.addAll(LedgerChecks.of(rows, book));
                int unknown =
                        book.unknownSales().size() + book.unknownCancellations().size();
                if (unknown > 0) {
                    out.printf(
                            "  note    %,d sales or cancellations of unknown outcome: either way is allowed%n",
                            unknown);
                }
            }
        } catch (SQLException e) {
            checks.forEach(check -> check.print(out));
            out.println("Audit FAILED: " + books + " cannot be read: " + e.getMessage());
            return 1;
        } catch (IOException e) {
            checks.forEach(check -> check.print(out));
            out.println("Audit FAILED: the ledger cannot be read: " + e);
            return 1;
        }
        checks.forEach(check -> check.print(out));
        long failed = checks.stream().filter(check -> !check.holds()).count();
        out.println(
                failed == 0
                        ? "Audit OK: all " + checks.size() + " checks hold"
                        : "Audit FAILED: " + failed + " of " + checks.size() + " checks do not hold");
        return failed == 0 ? 0 : 1;
    }
}
