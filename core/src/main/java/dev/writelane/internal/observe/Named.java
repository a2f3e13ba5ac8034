package dev.writelane.internal.observe;

import org.jspecify.annotations.Nullable;

/** Somebody whom messages and reports name. */
public interface Named {
    /** How messages name it, such as {@code connection #12}. */
    String describe();

    /** Where it was obtained, when diagnostics are on. */
    @Nullable
    Throwable obtainedAt();
}
