package dev.writelane.internal.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.internal.database.LogCare.Restart;
import dev.writelane.internal.database.Logs.Kind;
import dev.writelane.internal.database.Logs.State;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a log of threshold 100 and limit 1,000 pages is checkpointed, and when writers are asked to wait for it. */
class LogCareDecisionTest implements LogCare.Checkpoints {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final List<String> ran = new ArrayList<>();
    private final LogCare care = new LogCare("main", this, 100, 1_000, 0);
    private long now = SECOND;

    /** The log as it is, and what the next checkpoint beside the writers leaves of it. */
    private long pages;

    private long done;
    private long movable = Long.MAX_VALUE;
    private long writtenMeanwhile;

    private boolean longSnapshot;
    private Restart restart = Restart.DONE;

    @Override
    public State run(String schema, Kind kind) {
        if (kind == Kind.PASSIVE) {
            ran.add("PASSIVE at " + pages);
            done = Math.min(pages, movable);
            pages += writtenMeanwhile;
        }
        return new State(false, pages, done);
    }

    @Override
    public Restart restartUnderTheGate(String schema, long patienceNanos) {
        ran.add("RESTART with " + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms at " + pages);
        if (restart == Restart.DONE) {
            done = pages;
        }
        return restart;
    }

    @Override
    public boolean snapshotOlderThan(long nanos) {
        return longSnapshot;
    }

    private List<String> look(long atPages, boolean lull) throws Exception {
        ran.clear();
        pages = atPages;
        care.look(lull, now);
        return List.copyOf(ran);
    }

    @Test
    void itIsDueWheneverTheLogHasGrownByTheThreshold() throws Exception {
        assertThat(look(99, false)).isEmpty();
        assertThat(look(100, false)).containsExactly("PASSIVE at 100");
        assertThat(look(199, false)).isEmpty();
        restart = Restart.NO_GATE;
        assertThat(look(200, false)).startsWith("PASSIVE at 200");
        assertThat(look(299, false)).isEmpty();
        assertThat(look(300, false)).startsWith("PASSIVE at 300");
        done = 0;
        assertThat(look(20, false)).as("begun anew").isEmpty();
        assertThat(look(110, false)).containsExactly("PASSIVE at 110");
    }

    @Test
    void aLullIsUsedForTheRest() throws Exception {
        assertThat(look(100, false)).isNotEmpty();
        now += SECOND;
        assertThat(look(150, true)).containsExactly("PASSIVE at 150");
        now += SECOND;
        assertThat(look(150, true)).as("nothing is left").isEmpty();
    }

    /** Syncing a file that grows costs the disk twice. */
    @Test
    void theLogIsWrittenOverFromTwiceTheThresholdOnIfReadersLetIt() throws Exception {
        restart = Restart.READERS;
        assertThat(look(200, false)).containsExactly("PASSIVE at 200", "RESTART with 5 ms at 200");
        assertThat(look(300, false)).containsExactly("PASSIVE at 300");
        assertThat(look(400, false)).containsExactly("PASSIVE at 400", "RESTART with 5 ms at 400");
        assertThat(look(799, false)).containsExactly("PASSIVE at 799");
        restart = Restart.DONE;
        assertThat(look(1_000, false)).as("patience is for the limit").contains("RESTART with 5 ms at 1000");
        done = 0;
        assertThat(look(10, false)).isEmpty();
        assertThat(look(200, false)).containsExactly("PASSIVE at 200", "RESTART with 5 ms at 200");
    }

    @Test
    void beyondItsLimitTheLogIsMadeToBeginAnewUnderTheGate() throws Exception {
        assertThat(look(1_000, false)).containsExactly("PASSIVE at 1000", "RESTART with 5 ms at 1000");
    }

    @Test
    void whatIsWrittenDuringACheckpointIsMovedBeforeTheGateIsTaken() throws Exception {
        writtenMeanwhile = 300;
        assertThat(look(1_000, false)).containsExactly("PASSIVE at 1000");
        writtenMeanwhile = 90;
        assertThat(look(1_300, false)).containsExactly("PASSIVE at 1300", "RESTART with 5 ms at 1390");
    }

    @Test
    void writersThatAreFasterThanTheDiskAreStoppedAtTwiceTheLimit() throws Exception {
        writtenMeanwhile = 800;
        assertThat(look(1_000, false)).containsExactly("PASSIVE at 1000");
        assertThat(look(1_800, false)).containsExactly("PASSIVE at 1800", "RESTART with 5 ms at 2600");
    }

    @Test
    void nobodyIsStoppedForALongSnapshot() throws Exception {
        longSnapshot = true;
        movable = 10;
        assertThat(look(5_000, false)).containsExactly("PASSIVE at 5000");
        assertThat(look(5_001, false)).isEmpty();
    }

    @Test
    void patienceWithReadersGrowsAndTheTriesBecomeFew() throws Exception {
        restart = Restart.READERS;
        movable = 0;
        assertThat(look(1_000, false)).contains("RESTART with 5 ms at 1000");
        assertThat(look(1_100, false)).as("a quarter of the limit later").containsExactly("PASSIVE at 1100");
        assertThat(look(1_250, false)).contains("RESTART with 10 ms at 1250");
        assertThat(look(1_500, false)).contains("RESTART with 20 ms at 1500");
        assertThat(look(1_750, false)).contains("RESTART with 40 ms at 1750");
        assertThat(look(2_000, false)).contains("RESTART with 80 ms at 2000");
        assertThat(look(9_000, false)).as("not within a second").containsExactly("PASSIVE at 9000");
    }

    @Test
    void patienceShrinksAgain() throws Exception {
        restart = Restart.READERS;
        look(1_000, false);
        look(1_250, false);
        restart = Restart.DONE;
        assertThat(look(1_500, false)).contains("RESTART with 20 ms at 1500");
        done = 0;
        assertThat(look(10, false)).isEmpty();
        assertThat(look(1_000, false)).contains("RESTART with 10 ms at 1000");
    }
}
