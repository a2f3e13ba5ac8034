package dev.writelane.internal.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE statement in sqlite_schema says and no pragma repeats: the names of constraints, which foreign keys are
 * deferred, and the condition of a partial index.
 *
 * @param primaryKeyName null if the primary key has no name
 * @param foreignKeys in the order of the text, which is the reverse of the ids in pragma_foreign_key_list
 */
public record CreateText(@Nullable String primaryKeyName, List<ForeignKey> foreignKeys) {
    private static final ForeignKey UNKNOWN = new ForeignKey(null, false);

    /** A foreign key is either immediate or deferred from the start; SQLite knows nothing between. */
    public record ForeignKey(@Nullable String name, boolean deferred) {}

    /** Reads a CREATE TABLE. Constraints are told by reserved words, which cannot be names without quotes. */
    public static CreateText ofTable(@Nullable String sql) {
        String primaryKeyName = null;
        List<ForeignKey> foreignKeys = new ArrayList<>();
        String pending = null;
        int depth = 0;
        List<Token> tokens = Tokens.of(sql == null ? "" : sql);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isMark('(')) {
                depth++;
            } else if (token.isMark(')')) {
                depth--;
            }
            if (depth != 1) {
                continue;
            }
            if (token.is("CONSTRAINT") && i + 1 < tokens.size()) {
                pending = tokens.get(++i).name();
            } else if (token.is("PRIMARY")) {
                primaryKeyName = pending;
                pending = null;
            } else if (token.is("REFERENCES")) {
                foreignKeys.add(new ForeignKey(pending, false));
                pending = null;
            } else if (token.is("DEFERRABLE") && !foreignKeys.isEmpty()) {
                int last = foreignKeys.size() - 1;
                boolean deferred = !word(tokens, i - 1, "NOT")
                        && word(tokens, i + 1, "INITIALLY")
                        && word(tokens, i + 2, "DEFERRED");
                foreignKeys.set(last, new ForeignKey(foreignKeys.get(last).name(), deferred));
            } else if (endsConstraint(token)) {
                pending = null;
            }
        }
        return new CreateText(primaryKeyName, List.copyOf(foreignKeys));
    }

    /** The foreign key that pragma_foreign_key_list gives this id. */
    public ForeignKey foreignKey(int id) {
        int index = foreignKeys.size() - 1 - id;
        return index >= 0 && index < foreignKeys.size() ? foreignKeys.get(index) : UNKNOWN;
    }

    /** The condition behind the WHERE of a CREATE INDEX; null if it has none. */
    public static @Nullable String indexCondition(@Nullable String sql) {
        if (sql == null) {
            return null;
        }
        int depth = 0;
        for (Token token : Tokens.of(sql)) {
            if (token.isMark('(')) {
                depth++;
            } else if (token.isMark(')')) {
                depth--;
            } else if (depth == 0 && token.is("WHERE")) {
                return sql.substring(token.end()).strip();
            }
        }
        return null;
    }

    private static boolean endsConstraint(Token token) {
        return token.isMark(',')
                || token.is("UNIQUE")
                || token.is("CHECK")
                || token.is("DEFAULT")
                || token.is("COLLATE")
                || token.is("NULL")
                || token.is("AS");
    }

    private static boolean word(List<Token> tokens, int i, String word) {
        return i >= 0 && i < tokens.size() && tokens.get(i).is(word);
    }
}
