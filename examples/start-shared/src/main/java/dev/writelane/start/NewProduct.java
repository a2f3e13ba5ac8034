package dev.writelane.start;

import org.jspecify.annotations.Nullable;

/** What a client sends to offer a product; any of it may be missing. */
public record NewProduct(@Nullable String name, @Nullable Integer stock) {

    /** A product that can be offered. */
    public record Checked(String name, int stock) {}

    Checked check() {
        if (name == null || name.isBlank()) {
            throw Refused.invalid("name is missing");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw Refused.invalid("name has control characters");
        }
        if (stock == null || stock < 0) {
            throw Refused.invalid("stock is " + stock + ": a whole number, 0 or more");
        }
        return new Checked(name, stock);
    }
}
