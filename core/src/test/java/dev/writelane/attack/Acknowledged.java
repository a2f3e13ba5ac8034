package dev.writelane.attack;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What killed writers said of their entries, against what is in the file. Used by one thread. */
final class Acknowledged {
    private final Map<Entry, Boolean> told = new HashMap<>();
    private int mayBeInFlight;
    private int committed;

    /** Another writer is about to work on the file; so many of its entries may be on their way when it is killed. */
    void begins(KilledWriter.Way way) {
        mayBeInFlight += way.inFlight();
    }

    /** @return whether the line told of an entry */
    boolean hear(int life, String line) {
        String[] words = line.split(" ");
        boolean isCommitted = words[0].equals("committed");
        if (!isCommitted && !words[0].equals("failed")) {
            return false;
        }
        told.put(new Entry(life, Integer.parseInt(words[1]), Integer.parseInt(words[2])), isCommitted);
        committed += isCommitted ? 1 : 0;
        return true;
    }

    int committed() {
        return committed;
    }

    int failed() {
        return told.size() - committed;
    }

    /**
     * What is wrong with a file's rows; empty when all were told the truth.
     *
     * @param connection sees one snapshot
     */
    List<String> lies(Connection connection) throws SQLException {
        List<String> lies = new ArrayList<>();
        Map<Entry, Integer> parts = new HashMap<>();
        int rows = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT life, thread, number, part, content FROM entry ORDER BY rowid")) {
            for (; row.next(); rows++) {
                Entry entry = new Entry(row.getInt(1), row.getInt(2), row.getInt(3));
                if (!entry.content(row.getInt(4)).equals(row.getString(5))) {
                    lies.add(entry + " has a wrong content in part " + row.getInt(4));
                }
                parts.merge(entry, 1, Integer::sum);
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet total = statement.executeQuery("SELECT n FROM total")) {
            if (!total.next() || total.getInt(1) != rows) {
                lies.add(rows + " rows are there, and the trigger counted another number");
            }
        }
        judge(parts, lies);
        return lies;
    }

    private void judge(Map<Entry, Integer> parts, List<String> lies) {
        told.forEach((entry, isCommitted) -> {
            if (isCommitted != parts.containsKey(entry)) {
                lies.add(
                        entry + " was told as " + (isCommitted ? "committed and is not there" : "failed and is there"));
            }
        });
        parts.forEach((entry, count) -> {
            if (count != entry.parts()) {
                lies.add("of " + entry + " there are " + count + " parts of " + entry.parts());
            }
            if (entry.mustFail()) {
                lies.add(entry + " was to fail and is there");
            }
        });
        long untold = parts.keySet().stream()
                .filter(entry -> !told.containsKey(entry))
                .count();
        if (untold > mayBeInFlight) {
            lies.add(untold + " entries are there that nobody was told of, and no more than " + mayBeInFlight
                    + " can have been on their way");
        }
    }
}
