package dev.writelane.postgresql.internal.schema;

/** Names fold their ASCII letters alone: to SQLite they are alike then, and to PostgreSQL it is what they mean without quotes. */
public final class Names {
    private Names() {}

    public static String folded(String name) {
        StringBuilder folded = new StringBuilder(name);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }
}
