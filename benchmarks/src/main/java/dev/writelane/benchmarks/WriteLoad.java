package dev.writelane.benchmarks;

import dev.writelane.Synchronous;
import java.util.ArrayList;
import java.util.List;

/**
 * What some threads do at once: one row after the other, each its own commit.
 *
 * @param form of those who write through a DataSource
 * @param rivals whom it is put to
 */
record WriteLoad(Synchronous synchronous, int threads, WriteForm form, List<Rival> rivals) {
    static List<WriteLoad> all(Scale scale) {
        List<WriteLoad> loads = new ArrayList<>();
        if (scale.jdbi()) {
            for (int threads : scale.fullThreads()) {
                loads.add(full(threads, WriteForm.JDBI, List.of(Rival.WRITELANE, Rival.HIKARICP)));
            }
        }
        if (scale.jdbc()) {
            addJdbc(loads, scale);
        }
        return loads;
    }

    private static void addJdbc(List<WriteLoad> loads, Scale scale) {
        for (int threads : scale.fullThreads()) {
            loads.add(full(
                    threads, WriteForm.AUTOCOMMIT, List.of(Rival.WRITELANE, Rival.WRITELANE_ALONE, Rival.HIKARICP)));
            loads.add(full(
                    threads,
                    WriteForm.TRANSACTION,
                    List.of(Rival.WRITELANE, Rival.WRITELANE_ALONE, Rival.WRITELANE_ASYNC, Rival.HIKARICP)));
        }
        loads.add(full(scale.fairThreads(), WriteForm.TRANSACTION, List.of(Rival.WRITELANE, Rival.HIKARICP)));
        loads.add(full(1, WriteForm.AUTOCOMMIT, List.of(Rival.WRITELANE, Rival.HIKARICP, Rival.OWN_STATEMENT)));
        for (int threads : scale.normalThreads()) {
            List<Rival> rivals = new ArrayList<>(List.of(Rival.WRITELANE, Rival.HIKARICP));
            loads.add(new WriteLoad(Synchronous.NORMAL, threads, WriteForm.TRANSACTION, List.copyOf(rivals)));
            if (threads == 1) {
                rivals.add(Rival.OWN_STATEMENT);
            }
            loads.add(new WriteLoad(Synchronous.NORMAL, threads, WriteForm.AUTOCOMMIT, List.copyOf(rivals)));
        }
    }

    private static WriteLoad full(int threads, WriteForm form, List<Rival> rivals) {
        return new WriteLoad(Synchronous.FULL, threads, form, rivals);
    }

    String label() {
        return synchronous + ", " + threads + (threads == 1 ? " thread, " : " threads, ") + form.label;
    }
}
