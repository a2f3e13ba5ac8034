package dev.writelane.internal.sql;

/** One token of SQL text, as a range of it. */
record Token(Type type, int start, int end, String text) {
    enum Type {
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

    boolean is(String word) {
        return type == Type.WORD && text.equalsIgnoreCase(word);
    }

    boolean isMark(char mark) {
        return type == Type.MARK && text.charAt(0) == mark;
    }

    /** The name that an identifier stands for, without its quotes. */
    String name() {
        if (type != Type.QUOTED && !(type == Type.LITERAL && text.startsWith("'"))) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        char quote = text.charAt(0);
        return quote == '[' ? inner : inner.replace("" + quote + quote, "" + quote);
    }
}
