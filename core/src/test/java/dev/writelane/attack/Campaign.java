package dev.writelane.attack;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * One attack's size, seed and report. {@code -Dattack=long} takes the long form of all attacks, {@code -Dattack.seed=N} repeats what a
 * report says. Not thread-safe, but for {@link #random(long)}.
 */
public final class Campaign {
    /** The form is asked for by this system property: {@code short} (default) or {@code long}. */
    public static final String FORM = "attack";

    private static final long SEED = Long.getLong("attack.seed", 20_261_121L);

    private final String name;

    private Campaign(String name) {
        this.name = name;
    }

    public static Campaign of(String name) {
        return new Campaign(name);
    }

    public static boolean isLong() {
        String form = System.getProperty(FORM, "short");
        return switch (form) {
            case "short" -> false;
            case "long" -> true;
            default -> throw new IllegalArgumentException("-D" + FORM + "=" + form + ": it is short or long");
        };
    }

    /** How many rounds this run makes. */
    public static int rounds(int inShort, int inLong) {
        return isLong() ? inLong : inShort;
    }

    public static long seed() {
        return SEED;
    }

    /** The same randomness for the same seed and part, whatever else runs. */
    public static SplittableRandom random(long part) {
        return new SplittableRandom(SEED * 31 + part);
    }

    /** Prints one line, which {@code .ci/run} shows again at its end. */
    public void report(String format, Object... figures) {
        System.out.printf(
                Locale.ROOT, "ATTACK %s: %s (seed %d)%n", name, String.format(Locale.ROOT, format, figures), SEED);
    }
}
