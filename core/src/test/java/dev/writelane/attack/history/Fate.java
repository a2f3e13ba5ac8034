package dev.writelane.attack.history;

import java.util.SplittableRandom;

/** How a transaction is meant to end. */
enum Fate {
    COMMIT,
    /** One of its statements fails, and it goes on. */
    COLLIDE_AND_COMMIT,
    /** The client rolls back, or its closure throws. */
    ROLL_BACK,
    /** The client closes its connection. */
    CLOSE,
    /** SQLite rolls back at an error. */
    LOSE,
    /** A future is cancelled. */
    CANCEL;

    static Fate drawn(SplittableRandom random) {
        int lot = random.nextInt(100);
        return lot < 84
                ? COMMIT
                : lot < 88 ? COLLIDE_AND_COMMIT : lot < 93 ? ROLL_BACK : lot < 95 ? CLOSE : lot < 97 ? LOSE : CANCEL;
    }
}
