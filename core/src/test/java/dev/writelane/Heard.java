package dev.writelane;

import dev.writelane.spi.LaneObserver;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;

/** An observer that remembers all it was told, in order. */
final class Heard implements LaneObserver {
    /** That a lane was taken. */
    record Leased(String database, String lane, String connection) {}

    /** That a wait began. */
    record WaitBegan(String database, String lane, String connection) {}

    private final Queue<Object> news = new ConcurrentLinkedQueue<>();

    <T> List<T> all(Class<T> kind) {
        return news.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<Object> all() {
        return List.copyOf(news);
    }

    <T> T only(Class<T> kind) {
        List<T> all = all(kind);
        if (all.size() != 1) {
            throw new AssertionError("not one " + kind.getSimpleName() + " but " + all);
        }
        return all.get(0);
    }

    /** What is told a moment after its cause shows, or by another thread. */
    <T> void await(Class<T> kind, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> all(kind).size() >= count);
    }

    void forget() {
        news.clear();
    }

    @Override
    public void leased(String database, String lane, String connection) {
        news.add(new Leased(database, lane, connection));
    }

    @Override
    public void released(Lease lease) {
        news.add(lease);
    }

    @Override
    public void waiting(String database, String lane, String connection) {
        news.add(new WaitBegan(database, lane, connection));
    }

    @Override
    public void waited(LaneWait wait) {
        news.add(wait);
    }

    @Override
    public void committed(Commit commit) {
        news.add(commit);
    }

    @Override
    public void busyRetried(BusyRetry retry) {
        news.add(retry);
    }

    @Override
    public void checkpointed(Checkpoint checkpoint) {
        news.add(checkpoint);
    }

    @Override
    public void heldTooLong(SlowHolder holder) {
        news.add(holder);
    }

    @Override
    public void reclaimed(Leak leak) {
        news.add(leak);
    }
}
