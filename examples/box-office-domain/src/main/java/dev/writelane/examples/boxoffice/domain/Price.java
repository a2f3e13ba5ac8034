package dev.writelane.examples.boxoffice.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a price may be, whether it comes in JSON or in CSV: 0 to 99999999.99, in whole cents. */
public final class Price {

    static final String RULE = "a number from 0 to 99999999.99 with at most two decimals";

    private static final Pattern TEXT = Pattern.compile("[0-9]{1,8}(\\.[0-9]{1,2})?");

    private Price() {}

    static Optional<BigDecimal> parse(String text) {
        return TEXT.matcher(text).matches() ? Optional.of(cents(new BigDecimal(text))) : Optional.empty();
    }

    static boolean isValid(BigDecimal price) {
        // The scale first: 1e999999999 must not be written out in digits.
        BigDecimal plain = price.stripTrailingZeros();
        return plain.signum() >= 0 && plain.scale() <= 2 && (long) plain.precision() - plain.scale() <= 8;
    }

    /** With two decimals, as printed. */
    public static BigDecimal cents(BigDecimal price) {
        return price.setScale(2, RoundingMode.HALF_UP);
    }
}
