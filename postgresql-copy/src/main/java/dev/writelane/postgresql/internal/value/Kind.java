package dev.writelane.postgresql.internal.value;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value is between the two databases, and the one Java type it has there. {@link #ofStored} reads what SQLite stores,
 * {@link #toStored} is its inverse; both sides' text is {@link #text}.
 */
public enum Kind {
    /** Boolean; 1 and 0. */
    BOOLEAN {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            return stored instanceof Long number && (number == 0 || number == 1) ? number == 1 : null;
        }

        @Override
        public Object toStored(Object value) {
            return (Boolean) value ? 1L : 0L;
        }
    },
    /** Long. */
    INTEGER {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            return stored instanceof Long ? stored : null;
        }
    },
    /** Double. */
    DOUBLE {
        private static final long EXACT = 1L << 53;

        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            if (stored instanceof Long number) {
                return number >= -EXACT && number <= EXACT ? (Object) (double) number : null;
            }
            return stored instanceof Double number ? (Object) (number + 0.0) : null; // SQLite has no -0.0
        }
    },
    /** BigDecimal; a number, or text that is one. */
    NUMERIC {
        private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            if (stored instanceof Long number) {
                return BigDecimal.valueOf(number);
            }
            if (stored instanceof Double number) {
                return Double.isInfinite(number) ? null : new BigDecimal(Double.toString(number));
            }
            return stored instanceof String text && NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
        }

        @Override
        public String text(Object value) {
            BigDecimal number = (BigDecimal) value;
            return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        }

        @Override
        public Object toStored(Object value) {
            return text(value);
        }
    },
    /** String. */
    TEXT {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            if (stored instanceof String text) {
                return text.indexOf(0) < 0 ? text : null;
            }
            boolean number = stored instanceof Long || stored instanceof Double;
            return leniency.asked() && number ? stored.toString() : null;
        }
    },
    /** byte[]. */
    BYTES {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            if (stored instanceof byte[] || !leniency.asked()) {
                return stored instanceof byte[] ? stored : null;
            }
            if (stored instanceof BrokenText broken) {
                return broken.bytes();
            }
            return stored instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : null;
        }

        @Override
        public String text(Object value) {
            return "\\x" + java.util.HexFormat.of().formatHex((byte[]) value);
        }
    },
    /** LocalDate; ISO text. */
    DATE {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            return stored instanceof String text ? inRange(LocalDate.parse(text)) : null;
        }

        @Override
        public Object toStored(Object value) {
            return text(value);
        }
    },
    /** LocalTime; ISO text. */
    TIME {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            return stored instanceof String text ? leniency.micros(LocalTime.parse(text)) : null;
        }

        @Override
        public Object toStored(Object value) {
            return text(value);
        }
    },
    /** LocalDateTime; ISO text without an offset, with T or a space. */
    TIMESTAMP {
        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            return stored instanceof String text
                    ? leniency.micros(inRange(LocalDateTime.parse(text.replaceFirst(" ", "T"))))
                    : null;
        }

        @Override
        public Object toStored(Object value) {
            return text(value);
        }
    },
    /** Instant; ISO text with an offset, with T or a space, or, when asked for, milliseconds since 1970. */
    TIMESTAMPTZ {
        private static final DateTimeFormatter STORED =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSSX").withZone(ZoneOffset.UTC);

        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            if (stored instanceof Long millis && leniency.asked()) {
                return inRange(Instant.ofEpochMilli(millis));
            }
            return stored instanceof String text
                    ? leniency.micros(inRange(OffsetDateTime.parse(text.replaceFirst(" ", "T"), OFFSET_DATE_TIME)
                            .toInstant()))
                    : null;
        }

        @Override
        public Object toStored(Object value) {
            return STORED.format((Instant) value); // as core writes it
        }
    },
    /** UUID; its 36 characters. */
    UUID {
        private static final Pattern FORM =
                Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

        @Override
        @Nullable
        Object convert(Object stored, Leniency leniency) {
            return stored instanceof String text && FORM.matcher(text).matches()
                    ? java.util.UUID.fromString(text)
                    : null;
        }

        @Override
        public Object toStored(Object value) {
            return text(value);
        }
    };

    /** Also hours without minutes, as PostgreSQL writes them. */
    private static final DateTimeFormatter OFFSET_DATE_TIME = new java.time.format.DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(java.util.Locale.ROOT);

    /**
     * The value that SQLite stores as this, or null when it is none of this kind.
     *
     * @param stored Long, Double, String, byte[] or {@link BrokenText}
     */
    public @Nullable Object ofStored(Object stored, Leniency leniency) {
        try {
            return convert(stored, leniency);
        } catch (DateTimeException notOne) {
            return null;
        }
    }

    abstract @Nullable Object convert(Object stored, Leniency leniency);

    /** What SQLite is given to store. */
    public Object toStored(Object value) {
        return value;
    }

    /** The one text of a value: what COPY sends, and what checksums are made of. Equal values have equal texts. */
    public String text(Object value) {
        return value.toString();
    }

    private static LocalDate inRange(LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new DateTimeException("not a year that both sides write alike");
        }
        return date;
    }

    private static LocalDateTime inRange(LocalDateTime moment) {
        inRange(moment.toLocalDate());
        return moment;
    }

    private static Instant inRange(Instant moment) {
        inRange(LocalDate.ofInstant(moment, ZoneOffset.UTC));
        return moment;
    }

    /** Whether a value read from a server can be written as this kind. */
    public boolean isInRange(Object value) {
        try {
            if (value instanceof LocalDate date) {
                inRange(date);
            } else if (value instanceof LocalDateTime moment) {
                inRange(moment);
            } else if (value instanceof Instant moment) {
                inRange(moment);
            } else if (value instanceof LocalTime time) {
                return time.getNano() % 1000 == 0; // the driver's word for 24:00
            } else if (value instanceof Double number) {
                return this == DOUBLE && !Double.isNaN(number); // SQLite makes NULL of it
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
