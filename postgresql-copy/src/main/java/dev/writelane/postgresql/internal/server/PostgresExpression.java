package dev.writelane.postgresql.internal.server;

import dev.writelane.internal.sql.Token;
import dev.writelane.internal.sql.Tokens;
import dev.writelane.postgresql.internal.sqlite.SqliteRows;
import dev.writelane.postgresql.internal.value.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says an expression of PostgreSQL, as its catalog writes it, in SQLite's words, if each of its words is known to mean the same there. Casts
 * fall away where they change nothing.
 */
public final class PostgresExpression {
    private static final Pattern ANY =
            Pattern.compile("(=|<>) (ANY|ALL) \\(\\(?ARRAY\\[([^\\]]*)\\](?:\\)::[a-z ]+\\[\\])?\\)");
    private static final Set<String> WORDS = Set.of(
            "AND", "OR", "NOT", "NULL", "IN", "BETWEEN", "CASE", "WHEN", "THEN", "ELSE", "END", "TRUE", "FALSE", "IS");
    private static final Map<String, String> FUNCTIONS = Map.of(
            "ABS",
            "abs",
            "COALESCE",
            "coalesce",
            "LENGTH",
            "length",
            "LOWER",
            "lower",
            "UPPER",
            "upper",
            "BTRIM",
            "trim",
            "NULLIF",
            "nullif",
            "REPLACE",
            "replace",
            "STRPOS",
            "instr");
    private static final String OPERATORS = "+-*/%<>=~!@#^&|?";
    private static final Set<String> FURTHER_WORDS_OF_TYPES =
            Set.of("VARYING", "PRECISION", "WITH", "WITHOUT", "TIME", "ZONE");

    private final List<Token> tokens;
    private static final Set<String> TEXTS = Set.of("TEXT", "CHARACTER", "BPCHAR");
    private static final Set<String> NUMBERS =
            Set.of("SMALLINT", "INTEGER", "BIGINT", "NUMERIC", "DOUBLE", "REAL", "DATE");
    private static final Set<Kind> TEXT_AS_THERE = Set.of(Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.UUID);
    private static final Set<Kind> COUNTED = Set.of(Kind.INTEGER, Kind.NUMERIC, Kind.DOUBLE);

    private final Map<String, Kind> columns;
    private final Set<Kind> mentioned = EnumSet.noneOf(Kind.class);
    private final StringBuilder said = new StringBuilder();
    private boolean counts;
    private boolean divides;
    private boolean fractions;
    private boolean textOnly;
    private boolean changesCase;

    private PostgresExpression(String sql, Map<String, Kind> columns) {
        this.tokens = Tokens.of(sql);
        this.columns = columns;
    }

    /** A default: it mentions no column, and its type is the column's. Null when there is no translation. */
    public static @Nullable String constant(String sql) {
        return translate(sql, Map.of(), false);
    }

    /**
     * Null when there is no translation.
     *
     * @param columns those whose values compare and count as on the server
     * @param exactCase whether the case of other than ASCII letters matters, which SQLite leaves as they are
     */
    public static @Nullable String translate(String sql, Map<String, Kind> columns, boolean exactCase) {
        String lists = ANY.matcher(sql)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        (found.group(1).equals("=") ? "IN (" : "NOT IN (") + found.group(3) + ")"));
        PostgresExpression expression = new PostgresExpression(lists, columns);
        return expression.translated() && expression.meansTheSame(exactCase)
                ? expression.said.toString().strip()
                : null;
    }

    private boolean meansTheSame(boolean exactCase) {
        return !(exactCase && changesCase)
                && !(textOnly && !Set.of(Kind.TEXT).containsAll(mentioned))
                && !(counts && !COUNTED.containsAll(mentioned))
                && !(divides && (fractions || !Set.of(Kind.INTEGER).containsAll(mentioned)));
    }

    private boolean translated() {
        for (int i = 0; i >= 0 && i < tokens.size(); i++) {
            Token token = tokens.get(i);
            i = switch (token.type()) {
                case LITERAL -> {
                    fractions |= token.text().contains(".");
                    yield say(token.text(), i);
                }
                case QUOTED -> column(token.name(), i);
                case WORD -> word(token, i);
                case MARK -> mark(i);
                case PARAMETER -> Integer.MIN_VALUE;
            };
            if (i < 0) {
                return false;
            }
        }
        return !tokens.isEmpty();
    }

    private int say(String word, int at) {
        said.append(said.length() == 0 ? "" : " ").append(word);
        return at;
    }

    private int column(String name, int at) {
        Kind kind = columns.get(name);
        if (kind == null) {
            return Integer.MIN_VALUE;
        }
        mentioned.add(kind);
        return say(SqliteRows.quoted(name), at);
    }

    private boolean is(int at, String word) {
        return at < tokens.size() && tokens.get(at).is(word);
    }

    private int word(Token token, int at) {
        String word = token.text().toUpperCase(Locale.ROOT);
        if (word.equals("COLLATE")) { // "C" is how SQLite compares anyway
            return at + 1 < tokens.size() && tokens.get(at + 1).name().equals("C") ? at + 1 : Integer.MIN_VALUE;
        }
        if (word.equals("IS") && is(at + 1, "DISTINCT") && is(at + 2, "FROM")) {
            return say("IS NOT", at + 2);
        }
        if (word.equals("IS") && is(at + 1, "NOT") && is(at + 2, "DISTINCT") && is(at + 3, "FROM")) {
            return say("IS", at + 3);
        }
        if (WORDS.contains(word)) {
            return say(word, at);
        }
        boolean called = at + 1 < tokens.size() && tokens.get(at + 1).isMark('(');
        String function = FUNCTIONS.get(word);
        if (called) {
            changesCase |= word.equals("LOWER") || word.equals("UPPER");
            return function == null ? Integer.MIN_VALUE : say(function, at);
        }
        return column(token.text(), at);
    }

    private int mark(int at) {
        char mark = tokens.get(at).text().charAt(0);
        if (mark == ':') {
            return cast(at + 1);
        }
        if (mark == '~') { // ~~* is ILIKE
            boolean like = isMark(at + 1, '~') && isMark(at + 2, '*');
            return like ? say("LIKE", at + 2) : Integer.MIN_VALUE;
        }
        boolean two = at + 1 < tokens.size()
                && tokens.get(at + 1).start() == tokens.get(at).end()
                && Set.of("<>", "<=", ">=", "||")
                        .contains("" + mark + tokens.get(at + 1).text());
        if (two) {
            return say("" + mark + tokens.get(at + 1).text(), at + 1);
        }
        boolean longer = OPERATORS.indexOf(mark) >= 0
                && at + 1 < tokens.size()
                && tokens.get(at + 1).start() == tokens.get(at).end()
                && OPERATORS.indexOf(tokens.get(at + 1).text().charAt(0)) >= 0;
        if (longer) { // ->, @>, <<
            return Integer.MIN_VALUE;
        }
        counts |= "+-*/%".indexOf(mark) >= 0;
        divides |= "/%".indexOf(mark) >= 0;
        return "(),+-*/%<>=".indexOf(mark) >= 0 ? say("" + mark, at) : Integer.MIN_VALUE;
    }

    private boolean isMark(int at, char mark) {
        return at < tokens.size() && tokens.get(at).isMark(mark);
    }

    /** Passes over a type: one word behind the colons, further ones, sizes. */
    private int cast(int at) {
        if (at >= tokens.size() || tokens.get(at).type() != Token.Type.PARAMETER || changes(at)) {
            return Integer.MIN_VALUE;
        }
        int last = at;
        while (last + 1 < tokens.size()
                && FURTHER_WORDS_OF_TYPES.contains(tokens.get(last + 1).text().toUpperCase(Locale.ROOT))) {
            last++;
        }
        if (isMark(last + 1, '(')) {
            while (!isMark(++last, ')') && last < tokens.size()) {
                continue;
            }
        }
        return last;
    }

    /** Whether a cast makes another value: of what is no literal, all but those of text to text and of integers to wider numbers. */
    private boolean changes(int at) {
        String type = tokens.get(at).text().replace(":", "").strip().toUpperCase(Locale.ROOT);
        Token before = tokens.get(at - 2);
        if (before.type() == Token.Type.LITERAL) {
            fractions |= type.equals("NUMERIC") || type.equals("DOUBLE") || type.equals("REAL");
            String number = before.name();
            if (!type.equals("DATE") && NUMBERS.contains(type) && number.matches("-?\\d+(\\.\\d+)?")) {
                said.setLength(said.length() - before.text().length());
                said.append('(').append(number).append(')'); // to SQLite text is greater than any number
            }
            return !(columns.isEmpty() || TEXTS.contains(type) || NUMBERS.contains(type));
        }
        if (columns.isEmpty() && !before.isMark(')')) {
            return false; // NULL::text
        }
        if (TEXTS.contains(type)) {
            Kind kind = before.isMark(')') && at >= 4 && tokens.get(at - 4).isMark('(')
                    ? columns.get(tokens.get(at - 3).name())
                    : null;
            textOnly |= kind == null;
            return kind != null && !TEXT_AS_THERE.contains(kind);
        }
        fractions = true;
        boolean number = before.isMark(')') && at >= 4 && tokens.get(at - 4).isMark('(');
        Kind kind = number ? columns.get(tokens.get(at - 3).name()) : null;
        boolean literal = number && tokens.get(at - 3).type() == Token.Type.LITERAL
                || before.isMark(')')
                        && at >= 6
                        && tokens.get(at - 5).type() == Token.Type.LITERAL
                        && tokens.get(at - 6).isMark('(');
        return switch (type) {
            case "BIGINT", "INTEGER" -> kind != Kind.INTEGER && kind != Kind.BOOLEAN;
            case "NUMERIC" -> !literal && kind != Kind.INTEGER;
            case "DOUBLE" -> !literal && (kind == null || !COUNTED.contains(kind));
            default -> true;
        };
    }
}
