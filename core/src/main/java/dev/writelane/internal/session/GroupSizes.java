package dev.writelane.internal.session;

/** How many physical commits there were and how many transactions they carried. Thread-safe. */
public final class GroupSizes {
    /** Replaced as a whole, so that its figures belong together. Written under the lock. */
    private volatile Sizes sizes = new Sizes(0, 0, 0);

    /**
     * The figures at one moment.
     *
     * @param groups physical commits
     * @param members transactions that they carried
     * @param largest the most that one of them carried
     */
    public record Sizes(long groups, long members, int largest) {}

    synchronized void add(int members) {
        Sizes old = sizes;
        sizes = new Sizes(old.groups + 1, old.members + members, Math.max(old.largest, members));
    }

    public Sizes now() {
        return sizes;
    }
}
