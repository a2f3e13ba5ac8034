package dev.writelane;

import dev.writelane.spi.DatabaseObserver.Checkpoint;
import dev.writelane.spi.DatabaseObserver.Commit;

/** A program for a Java without jdk.jfr: says whether the module is there, and what an observer heard. */
final class WithoutFlightRecorder {
    private WithoutFlightRecorder() {}

    public static void main(String[] arguments) throws Exception {
        Heard heard = new Heard();
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + arguments[0])
                .checkpoint(0)
                .observer(heard)
                .build())) {
            Ask.script(db.dataSource(), "CREATE TABLE t(id INTEGER PRIMARY KEY)");
            Ask.run(db.dataSource(), "INSERT INTO t VALUES (1)");
        }
        System.out.println(
                "jdk.jfr: " + ModuleLayer.boot().findModule("jdk.jfr").isPresent() + ", commits: "
                        + heard.all(Commit.class).size() + ", checkpoints: "
                        + heard.all(Checkpoint.class).size());
    }
}
