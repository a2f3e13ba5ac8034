package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.internal.sql.Token;
import dev.writelane.internal.sql.Tokens;
import dev.writelane.postgresql.internal.schema.Names;
import dev.writelane.postgresql.internal.value.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says an expression of SQLite in PostgreSQL's words, if each of its words is known to mean the same there. Whatever is not known has no
 * translation: that PostgreSQL accepts a word does not mean that it means the same.
 */
public final class SqliteExpression {
    private static final Set<String> WORDS = Set.of(
            "AND", "OR", "NOT", "NULL", "ISNULL", "NOTNULL", "IN", "BETWEEN", "ESCAPE", "CASE", "WHEN", "THEN", "ELSE",
            "END", "TRUE", "FALSE");
    private static final Map<String, String> FUNCTIONS = Map.of(
            "ABS",
            "abs",
            "COALESCE",
            "coalesce",
            "IFNULL",
            "coalesce",
            "LENGTH",
            "length",
            "LOWER",
            "lower",
            "UPPER",
            "upper",
            "TRIM",
            "btrim",
            "NULLIF",
            "nullif",
            "REPLACE",
            "replace",
            "INSTR",
            "strpos");
    private static final String MARKS = "(),+-*/%<>=!|";

    private final Map<String, Kind> columns;
    private final List<Token> tokens;
    private final StringBuilder said = new StringBuilder();
    private @Nullable String unknown;
    /** Division is of integers in both, concatenation of text and integers. */
    private boolean divides;

    private boolean concatenates;
    private boolean fractions;
    private boolean otherThanText;

    private SqliteExpression(String sql, Map<String, Kind> columns) {
        this.columns = columns;
        this.tokens = Tokens.of(sql);
    }

    /**
     * A translation, or what there is none for.
     *
     * @param sql PostgreSQL's; null if there is none
     * @param unknown what stands in the way; empty if nothing does
     */
    public record Translation(@Nullable String sql, String unknown) {}

    /** @param columns those that may be mentioned, by lower-case names */
    public static Translation of(String sql, Map<String, Kind> columns) {
        SqliteExpression expression = new SqliteExpression(sql, columns);
        expression.translate();
        String unknown = expression.unknown;
        return unknown == null
                ? new Translation(expression.said.toString().strip(), "")
                : new Translation(null, unknown);
    }

    private void translate() {
        if (tokens.isEmpty()) {
            unknown = "an expression that cannot be read";
        }
        for (int i = 0; i < tokens.size() && unknown == null; i++) {
            Token token = tokens.get(i);
            switch (token.type()) {
                case LITERAL -> {
                    fractions |= token.text().contains(".");
                    otherThanText |= token.text().contains(".") && !token.text().startsWith("'");
                    say(literal(token.text()));
                }
                case QUOTED -> column(token);
                case MARK -> i = mark(i);
                case WORD -> i = word(i);
                default -> unknown = token.text();
            }
        }
        if (unknown == null && divides && fractions) {
            unknown = "division of other than integers";
        }
        if (unknown == null && concatenates && otherThanText) {
            unknown = "|| of other than text and integers";
        }
    }

    private void say(String word) {
        boolean tight = said.length() > 0 && said.charAt(said.length() - 1) == '(' || ",)".contains(word);
        said.append(tight || said.length() == 0 ? "" : " ").append(word);
    }

    static String literal(String text) {
        if (text.startsWith("x") || text.startsWith("X")) {
            return "'\\x" + text.substring(2, text.length() - 1) + "'::bytea";
        }
        boolean hex = text.startsWith("0x") || text.startsWith("0X");
        return hex ? String.valueOf(Long.parseUnsignedLong(text.substring(2), 16)) : text;
    }

    private int mark(int at) {
        char mark = tokens.get(at).text().charAt(0);
        if (MARKS.indexOf(mark) < 0) {
            unknown = tokens.get(at).text();
            return at;
        }
        char next = at + 1 < tokens.size()
                        && tokens.get(at + 1).start() == tokens.get(at).end()
                ? tokens.get(at + 1).text().charAt(0)
                : ' ';
        String two = "" + mark + next;
        switch (two) {
            case "==" -> say("=");
            case "||" -> {
                concatenates = true;
                say(two);
            }
            case "<>", "!=", "<=", ">=" -> say(two);
            case "<<", ">>", "->" -> unknown = two;
            default -> {
                if (mark == '!' || mark == '|') {
                    unknown = "" + mark;
                }
                divides |= mark == '/' || mark == '%';
                say("" + mark);
                return at;
            }
        }
        return at + 1;
    }

    private int word(int at) {
        Token token = tokens.get(at);
        String word = token.text().toUpperCase(Locale.ROOT);
        boolean called = at + 1 < tokens.size() && tokens.get(at + 1).isMark('(');
        String function = FUNCTIONS.get(word);
        if (called && function != null) {
            say(function);
        } else if (WORDS.contains(word)) {
            say(word);
        } else if (word.equals("LIKE")) {
            like(at);
        } else if (word.equals("IS")) {
            return is(at);
        } else if (called) {
            unknown = Names.folded(word) + "()";
        } else {
            column(token);
        }
        return at;
    }

    /** Of ASCII letters both cases are alike to SQLite, and a backslash is nothing special. */
    private void like(int at) {
        boolean plain = at + 1 < tokens.size()
                && tokens.get(at + 1).text().startsWith("'")
                && tokens.get(at + 1).text().indexOf('\\') < 0;
        if (!plain) {
            unknown = "LIKE of other than a plain pattern";
        }
        say("ILIKE");
    }

    /** IS compares whatever values in SQLite. */
    private int is(int at) {
        boolean not = at + 1 < tokens.size() && tokens.get(at + 1).is("NOT");
        int behind = not ? at + 2 : at + 1;
        boolean isNull = behind < tokens.size() && tokens.get(behind).is("NULL");
        if (isNull) {
            say(not ? "IS NOT" : "IS");
        } else if (behind < tokens.size() && tokens.get(behind).is("DISTINCT")) {
            unknown = "IS DISTINCT";
        } else {
            say(not ? "IS DISTINCT FROM" : "IS NOT DISTINCT FROM");
        }
        return behind - 1;
    }

    private void column(Token token) {
        String name = Names.folded(token.name());
        Kind kind = columns.get(name);
        if (kind == null) {
            unknown = token.text();
        } else {
            String quoted = SqliteRows.quoted(name);
            fractions |= kind != Kind.INTEGER;
            otherThanText |= kind != Kind.INTEGER && kind != Kind.TEXT;
            say(kind == Kind.BOOLEAN ? quoted + "::int" : quoted); // a number, as it was
        }
    }
}
