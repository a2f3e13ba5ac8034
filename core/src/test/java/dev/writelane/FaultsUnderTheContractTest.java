package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.FaultyEngine.Fault;
import dev.writelane.attack.Campaign;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each test of the contract, of each policy, is run again and again while one of its native calls fails in one of the ways of
 * {@link Fault}. The test may then fail itself, by an SQLException or an assertion. But afterwards no lane is held, the next user works,
 * the file is whole, and it has exactly the rows that somebody was told are committed.
 */
@Tag("attack")
@Timeout(1800)
class FaultsUnderTheContractTest {
    private static final int MOST_FAULTS = 10;
    /** Tests with more native calls than these run for long: fewer faults for each. */
    private static final int MANY_CALLS = 1_500;

    private static final List<Supplier<PolicyContract>> CONTRACTS = List.of(
            SingleWriterContractTest::new,
            SerializedContractTest::new,
            SerializedInMemoryContractTest::new,
            PooledContractTest::new,
            PerThreadContractTest::new,
            SingleThreadContractTest::new,
            SingleThreadInMemoryContractTest::new);

    /**
     * Their threads wait, without a bound, for what a fault may keep from happening, or compute for ever until the test stops them; the last
     * two have the faulty engine for another purpose, or need none.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "everybodySeesWhatWasAcknowledged",
            "aSecondThreadInsideIsRefused",
            "closeAtItsTimeoutEndsWhatRunsAndSendsWaitersAway",
            "anInterruptedWaitFailsPromptlyKeepsTheFlagAndLeavesNothing",
            "anOpenTransactionIsSeenByItselfAlone",
            "pragmasNeverReachAnotherThreadsConnection",
            "aReadOnlyTransactionSeesOneState",
            "theEndOfAThreadEndsItsTransactionAndClosesItsConnection",
            "threadsThatHaveEndedLeaveNoConnection",
            "oneThreadMakesAllNativeCalls",
            "virtualThreadsAreRefused");

    @TempDir
    Path directory;

    private final List<String> wrong = new ArrayList<>();
    private int runs;
    private int injected;
    private int failedTests;
    private int files;

    @Test
    void noFaultHoldsALaneOrTellsALie() throws Exception {
        int perTest = Campaign.rounds(2, 8);
        int tests = 0;
        int number = 0;
        for (Supplier<PolicyContract> contract : CONTRACTS) {
            List<Method> methods = allMethods(contract.get().getClass()).stream()
                    .filter(method -> method.isAnnotationPresent(Test.class) && !LEFT_OUT.contains(method.getName()))
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
            for (Method test : methods) {
                SplittableRandom random = Campaign.random(6_000 + number++);
                if (Campaign.isLong() || random.nextInt(8) == 0) { // the short form takes an eighth of the tests
                    tests++;
                    attack(contract, test, perTest, random);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(injected).as("injected faults").isGreaterThan(runs / 3);
        Campaign.of("native-call faults")
                .report(
                        "%d tests of %d contracts, %d runs, %d faults injected, %d times the test noticed; no lane held, no lie",
                        tests, CONTRACTS.size(), runs, injected, failedTests);
    }

    private static List<Method> allMethods(Class<?> type) {
        List<Method> all = new ArrayList<>();
        for (Class<?> c = type; c != Object.class; c = c.getSuperclass()) {
            for (Method method : c.getDeclaredMethods()) {
                if (all.stream().noneMatch(known -> known.getName().equals(method.getName()))) {
                    all.add(method); // not the one that a policy overrides
                }
            }
        }
        return all;
    }

    /** First without a fault, to count its native calls; then with one at calls spread over all of them. */
    private void attack(Supplier<PolicyContract> contract, Method test, int times, SplittableRandom random)
            throws Exception {
        FaultyEngine counted = run(contract, test, Integer.MAX_VALUE, Fault.IOERR);
        if (counted == null) {
            return;
        }
        int most = counted.calls(Fault.IOERR) > MANY_CALLS ? Math.max(1, times / 4) : times;
        for (int i = 0; i < most && wrong.size() < MOST_FAULTS; i++) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            long calls = counted.calls(fault);
            if (calls > 0) {
                long from = calls * i / most;
                long to = Math.max(from + 1, calls * (i + 1) / most);
                run(contract, test, 1 + (int) random.nextLong(from, to), fault);
            }
        }
    }

    /** Returns the engine, which has counted; null if the test never came to open a database. */
    private FaultyEngine run(Supplier<PolicyContract> contract, Method test, int call, Fault fault) throws Exception {
        PolicyContract subject = contract.get();
        subject.kind = ThreadKind.PLATFORM;
        subject.directory = Files.createDirectory(directory.resolve("run" + files++));
        RowCount rows = new RowCount();
        FaultyEngine[] engine = new FaultyEngine[1];
        subject.opened = () -> {
            try {
                engine[0] = FaultyEngine.under(subject.db);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            subject.source = rows.before(subject.source);
            engine[0].arm(call, 1, fault);
        };
        String where =
                subject.getClass().getSimpleName() + "." + test.getName() + ", " + fault + " at call " + call + ": ";
        Throwable failure = runOnThreadOfItsOwn(subject, test, where);
        runs++;
        boolean reached = engine[0] != null && engine[0].disarm();
        String what = where + (engine[0] == null ? "" : engine[0].failed()) + ", the test ended with " + failure + ": ";
        injected += reached ? 1 : 0;
        failedTests += failure != null ? 1 : 0;
        if (failure != null && (call == Integer.MAX_VALUE || !isExpected(failure))) {
            wrong.add(what + "which it must not");
        }
        try {
            checkAfter(subject, rows);
        } catch (Exception | AssertionError e) {
            wrong.add(what + e);
        } finally {
            subject.close();
        }
        return engine[0];
    }

    private Throwable runOnThreadOfItsOwn(PolicyContract subject, Method test, String where) throws Exception {
        test.setAccessible(true);
        try {
            ThreadKind.PLATFORM.call("the test", () -> test.invoke(subject)).get(60, TimeUnit.SECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause().getCause() == null ? e.getCause() : e.getCause().getCause(); // reflection's wrapper
        } catch (java.util.concurrent.TimeoutException e) {
            wrong.add(where + "it hangs");
            return new AssertionError("hangs", e);
        }
    }

    private static boolean isExpected(Throwable failure) {
        Throwable cause = failure instanceof CompletionException || failure instanceof ExecutionException
                ? failure.getCause()
                : failure;
        return cause instanceof SQLException || cause instanceof AssertionError;
    }

    private static void checkAfter(PolicyContract subject, RowCount rows) throws Exception {
        if (!subject.db.isClosed()) {
            Lanes.awaitAllFree(subject.db); // connections that a test has forgotten are found by the collector
            Ask.run(subject.source, "INSERT INTO t(v) VALUES (?)", 1);
            try (Connection next = subject.source.getConnection()) {
                next.setAutoCommit(false);
                Ask.run(next, "INSERT INTO t(v) VALUES (?)", 2);
                next.commit();
                assertThat(RowCount.there(next))
                        .as("rows, and those told to be committed")
                        .isEqualTo(rows.committed());
                next.commit();
            }
            assertThat(subject.db.integrityCheck()).isEmpty();
            Lanes.assertAllFree(subject.db);
            subject.db.close();
        }
        if (subject.hasFile()) {
            try (Connection stock = DriverManager.getConnection(subject.url())) {
                assertThat(Ask.text(stock, "PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(RowCount.there(stock))
                        .as("rows in the file, and those told to be committed")
                        .isEqualTo(rows.committed());
            }
        }
    }
}
