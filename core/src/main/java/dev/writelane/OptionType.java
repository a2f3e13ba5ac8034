package dev.writelane;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a setting's text is read and written. A reader returns null for text that is not of the type. */
record OptionType(String allowed, Function<String, @Nullable Object> reader, Function<Object, String> writer) {

    static final OptionType SWITCH = new OptionType(
            "true or false", text -> "true".equals(text) ? Boolean.TRUE : "false".equals(text) ? Boolean.FALSE : null);
    static final OptionType DURATION =
            new OptionType("a duration such as 500ms, 10s, 2m or PT10S", text -> shortEnough(DurationText.read(text)));
    static final OptionType SIZE = new OptionType(
            "a size such as 512KiB, 64MiB or 1GiB", SizeText::read, bytes -> SizeText.write((Long) bytes));
    static final OptionType ATTACHED = new OptionType("one path for each alias, as attach.<alias>", text -> null);
    static final OptionType PRAGMAS = new OptionType("one value for each pragma, as pragmas.<name>", text -> null);
    static final OptionType LIMITS = new OptionType("one number for each limit, as limits.<name>", text -> null);
    static final OptionType PERMISSIONS = new OptionType(
            "rw- for the owner, then r or -, w or - and - for the group and for others, as in rw-r-----",
            text -> text.matches("rw-([r-][w-]-){2}") ? text : null);

    OptionType(String allowed, Function<String, @Nullable Object> reader) {
        this(allowed, reader, String::valueOf);
    }

    static OptionType count(int least, int most) {
        return new OptionType("a whole number from " + least + " to " + most, text -> {
            if (!text.matches("\\d{1,10}")) {
                return null;
            }
            long number = Long.parseLong(text);
            return number < least || number > most ? null : (Object) (int) number;
        });
    }

    /** A bare {@code off} is a boolean to YAML and arrives as {@code false}, so that is taken for off, and {@code true} for on. */
    static OptionType choice(String... words) {
        List<String> allowed = Arrays.asList(words);
        return new OptionType(words.length == 1 ? "only " + words[0] : String.join(", ", allowed), text -> {
            String word = text.toLowerCase(Locale.ROOT).replace('_', '-');
            String unquoted = word.equals("false") ? "off" : word.equals("true") ? "on" : word;
            return allowed.contains(unquoted) ? unquoted : null;
        });
    }

    Object parse(Option option, String text) {
        Object value = reader.apply(text.strip());
        if (value == null) {
            throw new SqliteConfigException(
                    "Setting '" + option.key + "' cannot be '" + text + "': allowed is " + allowed + ".");
        }
        return value;
    }

    String write(Object value) {
        return writer.apply(value);
    }

    /** A timeout of a month is no timeout, and SQLite counts milliseconds in 32 bits. */
    private static @Nullable Duration shortEnough(@Nullable Duration duration) {
        return duration == null || duration.compareTo(Duration.ofDays(20)) > 0 ? null : duration;
    }
}
