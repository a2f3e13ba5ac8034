package dev.writelane.attack.history;

import static dev.writelane.attack.history.Level.READ_COMMITTED;
import static dev.writelane.attack.history.Level.SERIALIZABLE;
import static dev.writelane.attack.history.Txn.Outcome.COMMITTED;
import static dev.writelane.attack.history.Txn.Outcome.FAILED;
import static dev.writelane.attack.history.Txn.Outcome.ROLLED_BACK;
import static dev.writelane.attack.history.Txn.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.attack.history.Anomaly.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The checker finds each anomaly in the smallest history that has it, by its name, and nothing in histories that are right. */
@Tag("attack")
class CheckerTest {
    private static final int X = 1;
    private static final int Y = 2;

    private final List<Txn> recorded = new ArrayList<>();

    /** All at the same time, unless they are {@link #later}. */
    private Txn add(Level level, Txn.Outcome outcome, Op... ops) {
        long id = recorded.size() + 1L;
        Txn txn = new Txn(id, "test", level, outcome, List.of(ops), 0, 1_000);
        recorded.add(txn);
        return txn;
    }

    private Txn committed(Op... ops) {
        return add(SERIALIZABLE, COMMITTED, ops);
    }

    /** Began after all others that are not later had ended. */
    private void later(Level level, Op... ops) {
        long id = recorded.size() + 1L;
        recorded.add(new Txn(id, "later", level, COMMITTED, List.of(ops), 2_000 + id, 2_000 + id));
    }

    private static long v(int txn) {
        return Version.of(txn, 1);
    }

    private static long v(int txn, int write) {
        return Version.of(txn, write);
    }

    private static Op append(int key, int txn) {
        return Op.Write.append(key, v(txn));
    }

    private static Op put(int key, int txn, long over) {
        return Op.Write.over(over, key, v(txn));
    }

    private static Op read(int key, long... seen) {
        return Op.Read.list(key, seen);
    }

    private static Op get(int key, long version) {
        return Op.Read.register(key, version);
    }

    private void assertFound(Kind... kinds) {
        List<Anomaly> found = Checker.check(new History(recorded));
        assertThat(found.stream().map(Anomaly::kind)).as("%s", found).containsExactlyInAnyOrder(kinds);
    }

    private void assertSplitFound(Kind... kinds) {
        List<Anomaly> found = Checker.check(new History(recorded).withLatestReads());
        assertThat(found.stream().map(Anomaly::kind)).as("%s", found).containsExactlyInAnyOrder(kinds);
    }

    @Test
    void nothingInASerialHistory() {
        committed(append(X, 1), append(Y, 1));
        committed(read(X, v(1)), append(X, 2));
        committed(read(X, v(1), v(2)), read(Y, v(1)));
        add(SERIALIZABLE, ROLLED_BACK, read(X, v(1)), append(X, 4), read(X, v(1), v(4)));
        add(SERIALIZABLE, FAILED, append(X, 5));
        add(SERIALIZABLE, UNKNOWN, append(X, 6));
        later(SERIALIZABLE, read(X, v(1), v(2)), read(Y, v(1)));
        assertFound();
        assertSplitFound();
    }

    @Test
    void nothingInRegistersThatFollowOneAnother() {
        committed(get(X, 0), put(X, 1, 0));
        committed(get(X, v(1)), put(X, 2, v(1)));
        committed(get(X, v(2)), put(X, 3, v(2)), get(X, v(3)));
        later(SERIALIZABLE, get(X, v(3)));
        assertFound();
    }

    @Test
    void whatNobodyKnewOfCountsWhenSomebodySawIt() {
        add(SERIALIZABLE, UNKNOWN, append(X, 1));
        committed(read(X, v(1)));
        later(SERIALIZABLE, read(X));
        assertFound(Kind.NOT_REAL_TIME);
    }

    @Test
    void garbage() {
        committed(read(X, v(77)));
        assertFound(Kind.GARBAGE);
    }

    @Test
    void garbageThatItsWriterWroteElsewhere() {
        committed(append(Y, 1));
        committed(read(X, v(1)));
        assertFound(Kind.GARBAGE);
    }

    @Test
    void anAcknowledgedAppendThatIsNotThere() {
        committed(append(X, 1));
        later(SERIALIZABLE, read(X));
        assertFound(Kind.LOST_WRITE);
    }

    @Test
    void anAcknowledgedRegisterThatIsNotThere() {
        committed(put(X, 1, 0));
        later(SERIALIZABLE, get(X, 0));
        assertFound(Kind.NOT_REAL_TIME);
    }

    @Test
    void twoOrdersOfOneList() {
        committed(append(X, 1));
        committed(append(X, 2));
        committed(read(X, v(1), v(2)));
        committed(read(X, v(2)));
        assertThat(Checker.check(new History(recorded)))
                .extracting(Anomaly::kind)
                .contains(Kind.TWO_ORDERS);
    }

    @Test
    void oneElementTwice() {
        committed(append(X, 1));
        committed(read(X, v(1), v(1)));
        assertFound(Kind.TWO_ORDERS);
    }

    @Test
    void aTransactionThatDoesNotSeeItsOwnWrite() {
        committed(append(X, 1), read(X));
        later(SERIALIZABLE, read(X, v(1)));
        assertThat(Checker.check(new History(recorded)))
                .extracting(Anomaly::kind)
                .contains(Kind.NOT_OWN_WRITE);
    }

    @Test
    void g1aReadOfWhatWasRolledBack() {
        add(SERIALIZABLE, ROLLED_BACK, append(X, 1));
        add(READ_COMMITTED, COMMITTED, read(X, v(1)));
        assertFound(Kind.G1A);
    }

    @Test
    void g1aAlsoForOneThatRolledBackItself() {
        add(SERIALIZABLE, FAILED, append(X, 1));
        add(SERIALIZABLE, ROLLED_BACK, read(X, v(1)));
        assertFound(Kind.G1A);
    }

    @Test
    void g1bReadOfWhatItsWriterOverwrote() {
        committed(Op.Write.append(X, v(1, 1)), Op.Write.append(X, v(1, 2)));
        add(READ_COMMITTED, COMMITTED, read(X, v(1, 1)));
        later(READ_COMMITTED, read(X, v(1, 1), v(1, 2)));
        assertFound(Kind.G1B);
    }

    @Test
    void g0WritesInterleaved() {
        add(READ_COMMITTED, COMMITTED, append(X, 1), append(Y, 1));
        add(READ_COMMITTED, COMMITTED, append(X, 2), append(Y, 2));
        add(READ_COMMITTED, COMMITTED, read(X, v(1), v(2)));
        add(READ_COMMITTED, COMMITTED, read(Y, v(2), v(1)));
        assertFound(Kind.G0);
    }

    @Test
    void g1cEachReadsWhatTheOtherWrote() {
        add(READ_COMMITTED, COMMITTED, append(X, 1), read(Y, v(2)));
        add(READ_COMMITTED, COMMITTED, append(Y, 2), read(X, v(1)));
        assertFound(Kind.G1C);
    }

    @Test
    void lostUpdate() {
        committed(get(X, 0), put(X, 1, 0));
        committed(get(X, 0), put(X, 2, v(1)));
        assertFound(Kind.LOST_UPDATE);
    }

    @Test
    void lostUpdateInAList() {
        committed(read(X), append(X, 1));
        committed(read(X), append(X, 2));
        later(READ_COMMITTED, read(X, v(1), v(2)));
        assertFound(Kind.LOST_UPDATE);
    }

    @Test
    void lostUpdateWhereTwoOverwroteTheSame() {
        committed(put(X, 1, 0));
        committed(put(X, 2, 0));
        assertFound(Kind.LOST_UPDATE);
    }

    @Test
    void readCommittedMayLoseAnUpdate() {
        add(READ_COMMITTED, COMMITTED, get(X, 0), put(X, 1, 0));
        add(READ_COMMITTED, COMMITTED, get(X, 0), put(X, 2, v(1)));
        assertFound();
    }

    private void readSkew(Level level) {
        committed(append(X, 1), append(Y, 1));
        add(level, COMMITTED, read(X), read(Y, v(1)));
        later(READ_COMMITTED, read(X, v(1)));
    }

    @Test
    void gSingleReadSkew() {
        readSkew(SERIALIZABLE);
        assertFound(Kind.G_SINGLE);
    }

    @Test
    void readCommittedMaySeeReadSkew() {
        readSkew(READ_COMMITTED);
        assertFound();
    }

    private void writeSkew(Level level) {
        committed(get(X, 0), get(Y, 0), put(X, 1, 0));
        add(level, COMMITTED, get(X, 0), get(Y, 0), put(Y, 2, 0));
    }

    @Test
    void g2WriteSkew() {
        writeSkew(SERIALIZABLE);
        assertFound(Kind.G2);
    }

    @Test
    void readCommittedMaySkewWrites() {
        writeSkew(READ_COMMITTED);
        assertFound();
    }

    @Test
    void g2OfThree() {
        committed(get(X, 0), put(Y, 1, 0));
        committed(get(Y, 0), put(3, 2, 0));
        committed(get(3, 0), put(X, 3, 0));
        assertFound(Kind.G2);
    }

    @Test
    void aStaleRead() {
        committed(append(X, 1));
        later(READ_COMMITTED, read(X));
        later(SERIALIZABLE, read(X));
        later(READ_COMMITTED, read(X, v(1)));
        assertFound(Kind.NOT_REAL_TIME);
    }

    @Test
    void aReadThatGoesBackInTime() {
        add(SERIALIZABLE, UNKNOWN, append(X, 1));
        later(SERIALIZABLE, read(X, v(1)));
        later(SERIALIZABLE, read(X));
        assertFound(Kind.NOT_REAL_TIME);
    }

    @Test
    void readCommittedMayBeStaleButOursMayNot() {
        committed(append(X, 1));
        recorded.add(new Txn(
                2,
                "rc",
                READ_COMMITTED,
                COMMITTED,
                List.of(new Op.Read(X, new long[0], true, false, 5_000, 5_001)),
                0,
                6_000));
        later(READ_COMMITTED, read(X, v(1)));
        assertFound();
        assertSplitFound(Kind.NOT_REAL_TIME);
    }

    @Test
    void oursMayNotLoseAnUpdateAfterItHasTheLock() {
        committed(put(X, 1, 0));
        recorded.add(new Txn(
                2,
                "for update",
                READ_COMMITTED,
                COMMITTED,
                List.of(new Op.Read(X, new long[] {0}, false, true, 1, 2), Op.Write.over(v(1), X, v(2))),
                0,
                1_000));
        assertFound();
        assertSplitFound(Kind.LOST_UPDATE);
    }

    @Test
    void aLongHistoryIsCheckedInOneGo() {
        long[] list = new long[5_000];
        for (int i = 1; i <= list.length; i++) {
            list[i - 1] = v(i);
            committed(
                    get(Y, i == 1 ? 0 : v(i - 1, 2)),
                    append(X, i),
                    Op.Write.over(i == 1 ? 0 : v(i - 1, 2), Y, v(i, 2)));
        }
        committed(read(X, list));
        assertFound();
        committed(read(X, Arrays.copyOf(list, 2_000)), get(Y, v(3_000, 2)));
        assertFound(Kind.G_SINGLE);
    }
}
