package dev.writelane;

/** The same on a database in memory, which lives as long as it is open. */
class SingleThreadInMemoryContractTest extends SingleThreadContractTest {
    @Override
    String url() {
        return "jdbc:sqlite::memory:";
    }

    @Override
    boolean hasFile() {
        return false;
    }
}
