package dev.writelane.examples.boxoffice.domain;

import org.jspecify.annotations.Nullable;

/** What a name may be: 1 to 200 characters, none of them a control character. */
final class Text {

    private static final int LONGEST = 200;

    private Text() {}

    static String check(String field, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Refused.invalid(field + " is " + (value == null ? "missing" : "blank"));
        }
        if (value.length() > LONGEST) {
            throw Refused.invalid(field + " has " + value.length() + " characters: at most " + LONGEST);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid(field + " has a control character in it");
        }
        return value;
    }
}
