package dev.writelane.internal.sql;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL into tokens by the rules of SQLite's own tokenizer (tokenize.c): white space and comments fall away, strings,
 * quoted names and parameters stay whole. An unterminated string or comment reaches to the end of the text; SQLite itself
 * reports it when the statement is prepared.
 */
public final class Tokens {
    private final String sql;
    private int at;

    private Tokens(String sql) {
        this.sql = sql;
    }

    /** All tokens of a text. */
    public static List<Token> of(String sql) {
        Tokens tokens = new Tokens(sql);
        List<Token> found = new ArrayList<>();
        for (Token token = tokens.next(); token != null; token = tokens.next()) {
            found.add(token);
        }
        return found;
    }

    private @org.jspecify.annotations.Nullable Token next() {
        skipBlank();
        if (at >= sql.length()) {
            return null;
        }
        int start = at;
        char c = sql.charAt(at);
        if (c == '\'') {
            return quoted(start, '\'', Token.Type.LITERAL);
        }
        if (c == '"' || c == '`') {
            return quoted(start, c, Token.Type.QUOTED);
        }
        if (c == '[') {
            int close = sql.indexOf(']', at);
            return close < 0 ? unterminated(start) : token(Token.Type.QUOTED, start, close + 1);
        }
        if (c == '?') {
            return token(Token.Type.PARAMETER, start, digitsEnd(at + 1));
        }
        if (c == ':' || c == '@' || c == '$' || c == '#') {
            int end = variableEnd(at + 1);
            return token(end < 0 ? Token.Type.MARK : Token.Type.PARAMETER, start, end < 0 ? at + 1 : end);
        }
        if (isDigit(c) || c == '.' && at + 1 < sql.length() && isDigit(sql.charAt(at + 1))) {
            return token(Token.Type.LITERAL, start, numberEnd(at));
        }
        if ((c == 'x' || c == 'X') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
            at++;
            return quoted(start, '\'', Token.Type.LITERAL);
        }
        if (isWordStart(c)) {
            return token(Token.Type.WORD, start, wordEnd(at));
        }
        return token(Token.Type.MARK, start, at + 1);
    }

    private void skipBlank() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (isBlank(c) || c == '\uFEFF') {
                at++;
            } else if (sql.startsWith("--", at)) {
                int line = sql.indexOf('\n', at);
                at = line < 0 ? sql.length() : line + 1;
            } else if (sql.startsWith("/*", at) && at + 2 < sql.length()) {
                int close = sql.indexOf("*/", at + 2);
                at = close < 0 ? sql.length() : close + 2;
            } else {
                return;
            }
        }
    }

    private Token quoted(int start, char quote, Token.Type type) {
        int i = at + 1;
        while (i < sql.length()) {
            if (sql.charAt(i) == quote) {
                if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
                    i++;
                } else {
                    return token(type, start, i + 1);
                }
            }
            i++;
        }
        return unterminated(start);
    }

    /** SQLite refuses it ("unrecognized token"); it is no name. */
    private Token unterminated(int start) {
        return token(Token.Type.MARK, start, sql.length());
    }

    private Token token(Token.Type type, int start, int end) {
        at = end;
        return new Token(type, start, end, sql.substring(start, end));
    }

    private int digitsEnd(int i) {
        while (i < sql.length() && isDigit(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    private int wordEnd(int i) {
        while (i < sql.length() && isWordPart(sql.charAt(i))) {
            i++;
        }
        return i;
    }

    /**
     * Named parameters may carry Tcl's {@code ::} and end with a suffix in parentheses, in which anything but a blank may stand, also a
     * semicolon or a quote (tokenize.c, CC_VARALPHA). Less than 0 if there is no name.
     */
    private int variableEnd(int i) {
        boolean named = false;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (isWordPart(c)) {
                named = true;
                i++;
            } else if (c == '(' && named) {
                return suffixEnd(i);
            } else if (sql.startsWith("::", i)) {
                i += 2;
            } else {
                break;
            }
        }
        return named ? i : -1;
    }

    private int suffixEnd(int open) {
        int i = open + 1;
        while (i < sql.length() && !isBlank(sql.charAt(i)) && sql.charAt(i) != ')') {
            i++;
        }
        return i < sql.length() && sql.charAt(i) == ')' ? i + 1 : i;
    }

    private int numberEnd(int i) {
        boolean exponentSign = false;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (isWordPart(c) || c == '.' || exponentSign && (c == '+' || c == '-')) {
                exponentSign = (c == 'e' || c == 'E') && !sql.startsWith("0x", at) && !sql.startsWith("0X", at);
                i++;
            } else {
                break;
            }
        }
        return i;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 0x7F;
    }

    private static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
