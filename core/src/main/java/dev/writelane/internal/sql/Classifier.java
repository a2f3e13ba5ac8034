package dev.writelane.internal.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides from its words alone what a statement does.
 *
 * <p>SQLite's own answer (sqlite3_stmt_readonly) is not reachable through the driver and EXPLAIN costs several prepares. Words
 * are enough: SQLite's grammar fixes the kind by the first word, or for WITH by the first word behind the common table
 * expressions. A mistake towards reading could do no harm, because read lanes are opened read-only.
 */
final class Classifier {
    private static final Set<String> SESSION_FUNCTIONS = Set.of("last_insert_rowid", "changes", "total_changes");

    private final String text;
    private final List<Token> tokens;

    private SqlKind kind = SqlKind.READ;
    private boolean insert;
    private boolean temporary;
    private boolean inTransactionOnly;
    private @Nullable String name;
    private @Nullable String value;
    private @Nullable String refusal;

    private Classifier(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = tokens;
    }

    static Sql classify(String text, List<Token> tokens) {
        Classifier classifier = new Classifier(text, tokens);
        classifier.decide();
        classifier.refuseHiddenWrites();
        return classifier.result();
    }

    private Sql result() {
        boolean writesRows = kind == SqlKind.WRITE && name == null;
        boolean forUpdate = asksForUpdate();
        return new Sql(
                forUpdate ? withoutForUpdate() : text,
                kind,
                parameters(),
                insert,
                writesRows && hasReturning(),
                temporary,
                callsSessionFunction(),
                forUpdate,
                inTransactionOnly,
                new Pace(),
                name,
                value,
                refusal);
    }

    private void decide() {
        if (hasNoText()) {
            return;
        }
        int verb = word(0, "WITH") ? afterCommonTableExpressions() : 0;
        if (verb >= tokens.size()) {
            return; // SQLite will say what is wrong with it when it is prepared
        }
        switch (tokens.get(verb).keyword()) {
            case "INSERT", "REPLACE" -> {
                kind = SqlKind.WRITE;
                insert = true;
            }
            case "UPDATE", "DELETE" -> kind = SqlKind.WRITE;
            case "CREATE" -> {
                kind = SqlKind.SCHEMA;
                temporary = createsTemporary(verb + 1);
            }
            case "DROP", "ALTER", "REINDEX", "ANALYZE" -> kind = SqlKind.SCHEMA;
            case "VACUUM" -> vacuum(verb + 1);
            case "PRAGMA" -> pragma(verb + 1);
            case "EXPLAIN" -> explain(verb + 1);
            case "BEGIN" -> kind = SqlKind.BEGIN;
            case "COMMIT", "END" -> kind = SqlKind.COMMIT;
            case "ROLLBACK" -> rollback(verb + 1);
            case "SAVEPOINT" -> {
                kind = SqlKind.SAVEPOINT;
                name = nameAt(verb + 1);
            }
            case "RELEASE" -> {
                kind = SqlKind.RELEASE;
                name = nameAt(word(verb + 1, "SAVEPOINT") ? verb + 2 : verb + 1);
            }
            case "ATTACH", "DETACH" ->
                refuse("ATTACH and DETACH would reach one native connection only: name the file in the"
                        + " setting attach.<alias>, which attaches it to every lane");
            default -> kind = SqlKind.READ;
        }
    }

    /** What writes though SQLite itself takes the statement for reading. A view over it is refused by SQLite (trusted-schema). */
    private void refuseHiddenWrites() {
        if (kind != SqlKind.READ) {
            return;
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).name().equalsIgnoreCase("pragma_optimize") && mayBeTable(i)) {
                refuse("pragma_optimize writes while it is read: execute PRAGMA optimize");
            } else if (tokens.get(i).isIdentifier()
                    && tokens.get(i).name().equalsIgnoreCase("optimize")
                    && mark(i + 1, '(')
                    && !isTableExpression(i)) {
                refuse(
                        "optimize() of FTS3 and FTS4 writes while it is read: execute INSERT INTO t(t) VALUES ('optimize')");
            }
        }
    }

    /** SQLite takes a string for a table's name, too, though not for a function's. */
    private boolean mayBeTable(int i) {
        int before = i - 1;
        return i > 0
                && (word(before, "FROM")
                        || word(before, "JOIN")
                        || word(before, "IN")
                        || mark(before, '.')
                        || mark(before, ',')
                        || mark(before, '('));
    }

    /** name(columns) AS [[NOT] MATERIALIZED] (select). */
    private boolean isTableExpression(int i) {
        int as = afterParentheses(i + 1);
        int select = as + 1;
        if (word(select, "NOT")) {
            select++;
        }
        if (word(select, "MATERIALIZED")) {
            select++;
        }
        return word(as, "AS") && mark(select, '(');
    }

    /**
     * What reaches SQLite as another text: at a NUL it takes the text as ended, so that {@code DELETE FROM t \0 WHERE ...} deletes all, and
     * half a character of Java becomes a question mark, which is a parameter.
     */
    private boolean hasNoText() {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                refuse("The SQL has a NUL character at position " + (i + 1)
                        + ", where SQLite would take it as ended: remove it," + " or pass the value as a parameter");
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                refuse("The SQL has half a surrogate pair at position " + (i + 1)
                        + ", which has no form in UTF-8: remove it");
            }
        }
        return kind == SqlKind.REFUSED;
    }

    /** WITH [RECURSIVE] name [(columns)] AS [[NOT] MATERIALIZED] (select) [, ...] verb: the index of the verb. */
    private int afterCommonTableExpressions() {
        int i = word(1, "RECURSIVE") ? 2 : 1;
        while (i < tokens.size()) {
            i++; // the name; it may look like any keyword
            if (mark(i, '(')) {
                i = afterParentheses(i);
            }
            if (!word(i, "AS")) {
                return i;
            }
            i++;
            if (word(i, "NOT")) {
                i++;
            }
            if (word(i, "MATERIALIZED")) {
                i++;
            }
            i = afterParentheses(i);
            if (!mark(i, ',')) {
                return i;
            }
            i++;
        }
        return i;
    }

    private int afterParentheses(int i) {
        int depth = 0;
        for (; i < tokens.size(); i++) {
            if (mark(i, '(')) {
                depth++;
            } else if (mark(i, ')') && --depth == 0) {
                return i + 1;
            } else if (depth == 0) {
                return i;
            }
        }
        return i;
    }

    private boolean createsTemporary(int i) {
        if (word(i, "TEMP") || word(i, "TEMPORARY")) {
            return true;
        }
        for (; i + 1 < tokens.size() && !mark(i, '('); i++) {
            if (mark(i + 1, '.')) {
                return tokens.get(i).name().equalsIgnoreCase("temp");
            }
        }
        return false;
    }

    private void explain(int i) {
        if (word(i, "QUERY")) {
            i += 2;
        }
        if (word(i, "PRAGMA")) {
            refuse("EXPLAIN PRAGMA would already apply the pragma to one native connection: run the pragma alone");
        }
    }

    /** VACUUM [schema] [INTO file]: by the latter SQL would write any file that the process may write, readable for all. */
    private void vacuum(int i) {
        kind = SqlKind.ALONE;
        if (word(i, "INTO") || word(i + 1, "INTO")) {
            refuse(
                    "VACUUM INTO would write a file that the settings do not name: call SqliteDatabase.vacuumInto(path) or"
                            + " backupTo(path, progress)");
        }
    }

    private void rollback(int i) {
        kind = SqlKind.ROLLBACK;
        if (word(i, "TRANSACTION")) {
            i++;
        }
        if (word(i, "TO")) {
            kind = SqlKind.ROLLBACK_TO;
            name = nameAt(word(i + 1, "SAVEPOINT") ? i + 2 : i + 1);
        }
    }

    private void pragma(int i) {
        boolean ofAttached = mark(i + 1, '.') && !"main".equalsIgnoreCase(nameAt(i));
        if (mark(i + 1, '.')) {
            i += 2;
        }
        name = nameAt(i);
        if (name == null) {
            return;
        }
        name = name.toLowerCase(Locale.ROOT);
        boolean given = mark(i + 1, '=') || mark(i + 1, '(');
        value = given ? pragmaValue(i + 2) : null;
        switch (Pragmas.effect(name, given)) {
            case ASKS -> kind = SqlKind.READ;
            case WRITES -> kind = SqlKind.WRITE;
            case ALONE -> kind = SqlKind.ALONE;
            case TRANSACTION -> {
                kind = SqlKind.WRITE;
                inTransactionOnly = true;
            }
            case CONNECTION -> {
                kind = SqlKind.SETTING;
                if (ofAttached) {
                    refuse("PRAGMA " + name
                            + " for an attached file or the temp schema would reach one native connection only,"
                            + " and stay on it: leave the schema's name out, or set it where the file is main");
                }
            }
        }
    }

    private @Nullable String pragmaValue(int i) {
        boolean negative = mark(i, '-');
        String text = nameAt(negative || mark(i, '+') ? i + 1 : i);
        return text != null && negative ? "-" + text : text;
    }

    private void refuse(String why) {
        kind = SqlKind.REFUSED;
        refusal = why;
    }

    private boolean hasReturning() {
        int depth = 0;
        for (Token token : tokens) {
            if (token.isMark('(')) {
                depth++;
            } else if (token.isMark(')')) {
                depth--;
            } else if (depth == 0 && token.is("RETURNING")) {
                return true;
            }
        }
        return false;
    }

    /** SQLite has no such clause and no statement that could end with these words. */
    private boolean asksForUpdate() {
        int last = tokens.size() - 1;
        return kind == SqlKind.READ
                && last > 1
                && (word(0, "SELECT") || word(0, "WITH"))
                && word(last - 1, "FOR")
                && word(last, "UPDATE");
    }

    private String withoutForUpdate() {
        int start = tokens.get(0).start();
        return text.substring(0, tokens.get(tokens.size() - 3).end() - start);
    }

    private boolean callsSessionFunction() {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (mark(i + 1, '(')
                    && tokens.get(i).isIdentifier()
                    && SESSION_FUNCTIONS.contains(tokens.get(i).name().toLowerCase(Locale.ROOT))) {
                return kind != SqlKind.SCHEMA; // a trigger's body runs later, where the functions mean something else
            }
        }
        return false;
    }

    /** SQLite numbers parameters thus: {@code ?} one above the highest so far, {@code ?n} is n, a name keeps its number. */
    private int parameters() {
        int highest = 0;
        Map<String, Integer> named = new HashMap<>();
        for (Token token : tokens) {
            if (token.type() == Token.Type.PARAMETER) {
                if (token.text().equals("?")) {
                    highest++;
                } else if (token.text().charAt(0) == '?') {
                    highest = Math.max(highest, number(token.text().substring(1)));
                } else if (named.putIfAbsent(token.text(), highest + 1) == null) {
                    highest++;
                }
            }
        }
        return highest;
    }

    private static int number(String digits) {
        return digits.length() > 6 ? 0 : Integer.parseInt(digits); // SQLite itself refuses numbers above 32766
    }

    private boolean word(int i, String word) {
        return i < tokens.size() && tokens.get(i).is(word);
    }

    private boolean mark(int i, char mark) {
        return i < tokens.size() && tokens.get(i).isMark(mark);
    }

    private @Nullable String nameAt(int i) {
        return i < tokens.size() ? tokens.get(i).name() : null;
    }
}
