package dev.writelane;

/** The same on a database in memory, which lives as long as it is open. */
class SerializedInMemoryContractTest extends SerializedContractTest {
    @Override
    String url() {
        return "jdbc:sqlite::memory:";
    }

    @Override
    boolean hasFile() {
        return false;
    }
}
