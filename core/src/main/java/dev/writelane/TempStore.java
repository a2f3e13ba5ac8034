package dev.writelane;

/** Where temporary tables, sorts and indices are kept (sqlite.org/pragma.html#pragma_temp_store). */
public enum TempStore {
    /** As the library was compiled: files. */
    DEFAULT,
    FILE,
    MEMORY
}
