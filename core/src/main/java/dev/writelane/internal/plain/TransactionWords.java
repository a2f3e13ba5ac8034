package dev.writelane.internal.plain;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows statements that would begin or end a transaction by their first words. One behind another statement of a script is not seen. */
final class TransactionWords {
    private static final String BLANK = "(?:\\s|;|--[^\\n]*+(?:\\n|$)|/\\*(?s:.*?)\\*/)*+";
    private static final Pattern FIRST = Pattern.compile(
            BLANK + "(BEGIN|START\\s+TRANSACTION|COMMIT|END|ABORT|PREPARE\\s+TRANSACTION|ROLLBACK)\\b"
                    + "(?!\\s+(?:(?:WORK|TRANSACTION)\\s+)?TO\\b)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ROLLBACK_TO =
            Pattern.compile(BLANK + "ROLLBACK\\s+(?:(?:WORK|TRANSACTION)\\s+)?TO\\b", Pattern.CASE_INSENSITIVE);

    private TransactionWords() {}

    /** The words, or null. ROLLBACK TO a savepoint is free to use. */
    static @Nullable String of(String sql) {
        Matcher matcher = FIRST.matcher(sql);
        return matcher.lookingAt() ? matcher.group(1) : null;
    }

    /** Whether it goes back to a savepoint. */
    static boolean isRollbackTo(String sql) {
        return ROLLBACK_TO.matcher(sql).lookingAt();
    }
}
