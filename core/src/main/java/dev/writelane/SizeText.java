package dev.writelane;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sizes in bytes as people write them: {@code 64MiB}, {@code 8KiB}, {@code 1GiB}, {@code 512B}. */
final class SizeText {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10})\\s*(B|KiB|MiB|GiB)", Pattern.CASE_INSENSITIVE);

    private SizeText() {}

    static @Nullable Long read(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long unit = switch (Character.toLowerCase(matcher.group(2).charAt(0))) {
            case 'b' -> 1L;
            case 'k' -> 1L << 10;
            case 'm' -> 1L << 20;
            default -> 1L << 30;
        };
        long amount = Long.parseLong(matcher.group(1));
        return amount > Long.MAX_VALUE / unit ? null : amount * unit;
    }

    static String write(long bytes) {
        if (bytes != 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "GiB";
        }
        if (bytes != 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "MiB";
        }
        return bytes != 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "KiB" : bytes + "B";
    }
}
