package dev.writelane.internal.sql;

import java.util.ArrayList;
import java.util.List;

/** Finds where each statement of a text ends; a trigger's body keeps its semicolons, as in sqlite3_complete(). */
final class Script {
    private Script() {}

    static List<Sql> split(String script) {
        List<Token> tokens = Tokens.of(script);
        List<Sql> statements = new ArrayList<>(1);
        int start = 0;
        boolean trigger = false;
        for (int i = 0; i < tokens.size(); i++) {
            if (i == start) {
                trigger = isTrigger(tokens, i);
            }
            if (tokens.get(i).isMark(';') && (!trigger || endsTrigger(tokens, start, i))) {
                add(statements, script, tokens.subList(start, i));
                start = i + 1;
            }
        }
        add(statements, script, tokens.subList(start, tokens.size()));
        return List.copyOf(statements);
    }

    private static void add(List<Sql> statements, String script, List<Token> tokens) {
        if (!tokens.isEmpty()) {
            String text = script.substring(
                    tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
            statements.add(Classifier.classify(text, tokens));
        }
    }

    private static boolean isTrigger(List<Token> tokens, int i) {
        if (i < tokens.size() && tokens.get(i).is("EXPLAIN")) {
            i++;
            if (i + 1 < tokens.size()
                    && tokens.get(i).is("QUERY")
                    && tokens.get(i + 1).is("PLAN")) {
                i += 2;
            }
        }
        if (i >= tokens.size() || !tokens.get(i).is("CREATE")) {
            return false;
        }
        i++;
        if (i < tokens.size() && (tokens.get(i).is("TEMP") || tokens.get(i).is("TEMPORARY"))) {
            i++;
        }
        return i < tokens.size() && tokens.get(i).is("TRIGGER");
    }

    private static boolean endsTrigger(List<Token> tokens, int start, int semicolon) {
        return semicolon - 2 > start
                && tokens.get(semicolon - 1).is("END")
                && tokens.get(semicolon - 2).isMark(';');
    }
}
