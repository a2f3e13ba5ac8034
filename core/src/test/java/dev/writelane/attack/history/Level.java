package dev.writelane.attack.history;

/** What a transaction was promised. A stronger promise includes the weaker one. */
enum Level {
    /** No G0, G1a, G1b, G1c: it sees and overwrites what was committed, each read for itself. */
    READ_COMMITTED,
    /** As if it had run alone, at one moment between its beginning and its acknowledgement. */
    SERIALIZABLE
}
