package dev.writelane.start;

import org.jspecify.annotations.Nullable;

/** What a client sends to buy; it may be missing. */
public record NewPurchase(@Nullable Integer quantity) {

    int check() {
        if (quantity == null || quantity < 1) {
            throw Refused.invalid("quantity is " + quantity + ": a whole number, 1 or more");
        }
        return quantity;
    }
}
