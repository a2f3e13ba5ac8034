package dev.writelane.internal.sql;

import java.util.Locale;

/** One token of SQL text, as a range of it. */
public record Token(Type type, int start, int end, String text) {
    /** What a token is. */
    public enum Type {
        /** A bare word: keyword, identifier or function name. */
        WORD,
        /** An identifier in double quotes, brackets or backticks. */
        QUOTED,
        /** A literal: string, number or blob. */
        LITERAL,
        /** {@code ?}, {@code ?7}, {@code :a}, {@code @a} or {@code $a}. */
        PARAMETER,
        /** Any other character. */
        MARK
    }

    /** Whether it is this keyword. As in SQLite only ASCII letters have two cases: to Java the Kelvin sign is a k. */
    public boolean is(String word) {
        return type == Type.WORD && text.length() == word.length() && isAscii() && text.equalsIgnoreCase(word);
    }

    /** In capitals, if it can be a keyword; else something that is none. */
    String keyword() {
        return type == Type.WORD && isAscii() ? text.toUpperCase(Locale.ROOT) : "";
    }

    boolean isIdentifier() {
        return type == Type.WORD || type == Type.QUOTED;
    }

    private boolean isAscii() {
        return text.chars().allMatch(c -> c < 0x80);
    }

    /** Whether it is this character. */
    public boolean isMark(char mark) {
        return type == Type.MARK && text.charAt(0) == mark;
    }

    /** The name that an identifier stands for, without its quotes. */
    public String name() {
        if (type != Type.QUOTED && !(type == Type.LITERAL && text.startsWith("'"))) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        char quote = text.charAt(0);
        return quote == '[' ? inner : inner.replace("" + quote + quote, "" + quote);
    }
}
