package dev.writelane.internal.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Finds SQLite's extended result code in the driver's exception, also where the driver does not know the code by name. */
final class ResultCodes {
    private static final Pattern UNKNOWN = Pattern.compile("UNKNOWN_ERROR\\]?:(\\d+)");

    private ResultCodes() {}

    static int of(SQLiteException error) {
        if (error.getResultCode() == SQLiteErrorCode.UNKNOWN_ERROR) {
            Matcher matcher = UNKNOWN.matcher(String.valueOf(error.getMessage()));
            return matcher.find() ? Integer.parseInt(matcher.group(1)) : 1;
        }
        return error.getResultCode().code;
    }
}
