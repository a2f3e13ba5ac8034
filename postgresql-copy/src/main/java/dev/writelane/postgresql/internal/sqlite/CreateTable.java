package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.internal.sql.Token;
import dev.writelane.internal.sql.Tokens;
import dev.writelane.postgresql.internal.schema.Names;
import dev.writelane.postgresql.internal.schema.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE TABLE says and no pragma repeats: conditions, expressions of generated columns, collations, AUTOINCREMENT. Words of
 * constraints are reserved, so they cannot be names without quotes.
 */
final class CreateTable {
    private static final Set<String> TABLE_CONSTRAINTS = Set.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");

    private final String sql;
    private final List<Token> tokens;
    private final List<Table.Check> checks = new ArrayList<>();
    private final Map<String, String> generated = new HashMap<>();
    private final Map<String, String> collations = new HashMap<>();
    private boolean autoincrement;
    private boolean resolvesConflicts;

    CreateTable(@Nullable String sql) {
        this.sql = sql == null ? "" : sql;
        this.tokens = Tokens.of(this.sql);
        read();
    }

    List<Table.Check> checks() {
        return checks;
    }

    @Nullable
    String generated(String column) {
        return generated.get(Names.folded(column));
    }

    /** Null for BINARY. */
    @Nullable
    String collation(String column) {
        return collations.get(Names.folded(column));
    }

    boolean autoincrement() {
        return autoincrement;
    }

    /** Whether a new row may take the place of others, or vanish. */
    boolean resolvesConflicts() {
        return resolvesConflicts;
    }

    private void read() {
        int depth = 0;
        String column = null;
        String constraint = null;
        boolean begins = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isMark('(')) {
                begins = ++depth == 1;
                continue;
            }
            if (token.isMark(')')) {
                depth--;
                continue;
            }
            if (depth != 1) {
                continue;
            }
            if (token.isMark(',')) {
                begins = true;
                constraint = null;
                continue;
            }
            if (begins) {
                begins = false;
                boolean ofTable = token.type() == Token.Type.WORD
                        && TABLE_CONSTRAINTS.contains(token.text().toUpperCase(Locale.ROOT));
                column = ofTable ? null : Names.folded(token.name());
                if (!ofTable) {
                    continue;
                }
            }
            if (token.is("CONSTRAINT") && i + 1 < tokens.size()) {
                constraint = tokens.get(++i).name();
            } else if (token.is("CHECK")) {
                checks.add(new Table.Check(constraint, parenthesized(i + 1)));
                constraint = null;
            } else if (token.is("AS") && column != null) {
                generated.put(column, parenthesized(i + 1));
            } else if (token.is("COLLATE") && column != null && i + 1 < tokens.size()) {
                String collation = tokens.get(++i).name().toUpperCase(Locale.ROOT);
                if (!collation.equals("BINARY")) {
                    collations.put(column, collation);
                }
            } else if (token.is("AUTOINCREMENT")) {
                autoincrement = true;
            } else if (token.is("CONFLICT") && i + 1 < tokens.size()) {
                resolvesConflicts |=
                        tokens.get(i + 1).is("REPLACE") || tokens.get(i + 1).is("IGNORE");
            }
        }
    }

    /** What stands in the parentheses that open here. */
    private String parenthesized(int open) {
        int depth = 0;
        for (int i = open; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isMark('(')) {
                depth++;
            } else if (token.isMark(')') && --depth == 0) {
                return sql.substring(tokens.get(open).end(), token.start()).strip();
            }
        }
        return "";
    }

    /** The terms of a CREATE INDEX, as they are written. */
    static List<String> indexTerms(String sql) {
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (Token token : Tokens.of(sql)) {
            if (token.isMark('(') && depth++ == 0) {
                start = token.end();
            } else if (token.isMark(')') && --depth == 0) {
                terms.add(sql.substring(start, token.start()).strip());
                return terms;
            } else if (token.isMark(',') && depth == 1) {
                terms.add(sql.substring(start, token.start()).strip());
                start = token.end();
            }
        }
        return terms;
    }
}
