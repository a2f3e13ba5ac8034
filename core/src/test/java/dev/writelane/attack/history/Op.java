package dev.writelane.attack.history;

import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What a transaction did to one key, and when, in System.nanoTime(). */
sealed interface Op {
    int key();

    long began();

    long ended();

    /** Whether the transaction had the write lock from here on, at any isolation level. */
    boolean locks();

    /**
     * It saw a version, of a list all its versions in their order.
     *
     * @param seen the latest last; of a register nothing else, of a list that nobody has appended to nothing at all
     * @param list whether everything before it was seen as well
     */
    record Read(int key, long[] seen, boolean list, boolean locks, long began, long ended) implements Op {
        static Read register(int key, long version) {
            return new Read(key, new long[] {version}, false, false, 0, 0);
        }

        static Read list(int key, long... versions) {
            return new Read(key, versions, true, false, 0, 0);
        }

        long version() {
            return seen.length == 0 ? Version.INITIAL : seen[seen.length - 1];
        }

        @Override
        public String toString() {
            return "r" + key + "=" + (list ? names(seen) : Version.name(version()));
        }

        private static String names(long[] versions) {
            return LongStream.of(versions).mapToObj(Version::name).collect(Collectors.joining(",", "[", "]"));
        }
    }

    /**
     * It wrote a version.
     *
     * @param overwritten the version before, as the statement itself told, or {@link Version#UNKNOWN}
     */
    record Write(int key, long version, long overwritten, long began, long ended) implements Op {
        static Write over(long overwritten, int key, long version) {
            return new Write(key, version, overwritten, 0, 0);
        }

        static Write append(int key, long version) {
            return over(Version.UNKNOWN, key, version);
        }

        @Override
        public boolean locks() {
            return true;
        }

        @Override
        public String toString() {
            return "w" + key + "=" + Version.name(version)
                    + (overwritten == Version.UNKNOWN ? "" : " over " + Version.name(overwritten));
        }
    }
}
