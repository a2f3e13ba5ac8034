package dev.writelane.postgresql.internal.server;

import dev.writelane.internal.sql.Token;
import dev.writelane.internal.sql.Tokens;
import dev.writelane.postgresql.internal.sqlite.SqliteExpression;
import dev.writelane.postgresql.internal.value.Kind;
import dev.writelane.postgresql.internal.value.PgType;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says a default of SQLite in PostgreSQL's words. SQLite's clock is in UTC and gives text. */
final class DefaultValue {
    private static final Pattern NOW = Pattern.compile(
            "CURRENT_(TIMESTAMP|DATE|TIME)|(DATETIME|DATE|TIME)\\(\\s*(?:'now'\\s*)?\\)|STRFTIME\\(\\s*'([^']*)'\\s*,\\s*'now'\\s*\\)",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> FORMS = Map.of(
            "TIMESTAMP", "%Y-%m-%d %H:%M:%S", "DATETIME", "%Y-%m-%d %H:%M:%S", "DATE", "%Y-%m-%d", "TIME", "%H:%M:%S");
    private static final Map<String, String> FIELDS =
            Map.of("%Y", "YYYY", "%m", "MM", "%d", "DD", "%H", "HH24", "%M", "MI", "%S", "SS", "%f", "SS.MS");
    private static final String UTC = "CURRENT_TIMESTAMP AT TIME ZONE 'UTC'";

    private DefaultValue() {}

    static SqliteExpression.Translation of(String sql, PgType type) {
        String text = sql.strip();
        while (isParenthesized(text)) {
            text = text.substring(1, text.length() - 1).strip();
        }
        Matcher now = NOW.matcher(text);
        if (now.matches()) {
            return now(now, type.kind());
        }
        if (type.kind() == Kind.BOOLEAN && (text.equals("0") || text.equals("1"))) {
            return new SqliteExpression.Translation(text.equals("1") ? "true" : "false", "");
        }
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) { // a string, by SQLite's leniency
            text = "'"
                    + text.substring(1, text.length() - 1).replace("\"\"", "\"").replace("'", "''") + "'";
        }
        return SqliteExpression.of(text, Map.of());
    }

    /** Whether the first parenthesis closes at the end. */
    private static boolean isParenthesized(String text) {
        int depth = 0;
        for (Token token : Tokens.of(text)) {
            depth += token.isMark('(') ? 1 : token.isMark(')') ? -1 : 0;
            if (depth == 0) {
                return token.isMark(')') && token.end() == text.length();
            }
        }
        return false;
    }

    private static SqliteExpression.Translation now(Matcher now, Kind kind) {
        return switch (kind) {
            case TIMESTAMPTZ -> new SqliteExpression.Translation("CURRENT_TIMESTAMP", "");
            case TIMESTAMP -> new SqliteExpression.Translation("(" + UTC + ")", "");
            case DATE -> new SqliteExpression.Translation("(" + UTC + ")::date", "");
            case TIME -> new SqliteExpression.Translation("(" + UTC + ")::time", "");
            case TEXT -> formatted(now);
            default -> new SqliteExpression.Translation(null, "a moment as a number");
        };
    }

    private static SqliteExpression.Translation formatted(Matcher now) {
        String word = now.group(1) != null ? now.group(1) : now.group(2);
        String form = word == null ? now.group(3) : FORMS.get(word.toUpperCase(Locale.ROOT));
        StringBuilder said = new StringBuilder();
        for (int i = 0; form != null && i < form.length(); i++) {
            if (form.charAt(i) != '%') {
                said.append(Character.isLetter(form.charAt(i)) ? "\"" + form.charAt(i) + "\"" : "" + form.charAt(i));
                continue;
            }
            String field = FIELDS.get(form.substring(i, Math.min(i + 2, form.length())));
            if (field == null) {
                return new SqliteExpression.Translation(null, "strftime's " + form);
            }
            said.append(field);
            i++;
        }
        return new SqliteExpression.Translation("to_char(" + UTC + ", '" + said + "')", "");
    }
}
