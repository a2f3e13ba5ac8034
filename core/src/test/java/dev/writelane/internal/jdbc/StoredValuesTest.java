package dev.writelane.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredValuesTest {
    private static final Place PRICE = column -> "column " + column + " (price)";
    private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

    private static @Nullable Object stored(@Nullable Object value) throws SQLException {
        return Values.toStorage(value, 1);
    }

    private static <T> @Nullable T read(@Nullable Object storage, Class<T> type) throws SQLException {
        return TypedValues.toType(storage, type, Decimals.NO_SCALE, PRICE, 2);
    }

    static Object[][] valuesOfTheirOwnType() throws Exception {
        return new Object[][] {
            {Boolean.class, true, 1L},
            {Byte.class, (byte) -7, -7L},
            {Short.class, (short) 300, 300L},
            {Integer.class, Integer.MIN_VALUE, (long) Integer.MIN_VALUE},
            {Long.class, Long.MAX_VALUE, Long.MAX_VALUE},
            {Float.class, 0.1f, 0.1},
            {Float.class, Float.MIN_VALUE, 1.4E-45},
            {Float.class, Float.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY},
            {Double.class, Math.PI, Math.PI},
            {String.class, "ein Vögelchen \uD83D\uDC26", "ein Vögelchen \uD83D\uDC26"},
            {Character.class, 'x', "x"},
            {byte[].class, new byte[] {1, 0, -1}, new byte[] {1, 0, -1}},
            {BigInteger.class, BigInteger.TWO.pow(62), 1L << 62},
            {BigInteger.class, BigInteger.TEN.pow(40).add(BigInteger.ONE), "1" + "0".repeat(39) + "1"},
            {UUID.class, ID, ID.toString()},
            {DayOfWeek.class, DayOfWeek.FRIDAY, "FRIDAY"},
            {Year.class, Year.of(2026), "2026"},
            {YearMonth.class, YearMonth.of(2026, 3), "2026-03"},
            {MonthDay.class, MonthDay.of(2, 29), "--02-29"},
            {Duration.class, Duration.ofMillis(90_500), "PT1M30.5S"},
            {Period.class, Period.of(1, 2, 3), "P1Y2M3D"},
            {ZoneId.class, ZoneId.of("Europe/Berlin"), "Europe/Berlin"},
            {Currency.class, Currency.getInstance("EUR"), "EUR"},
            {Locale.class, Locale.CANADA_FRENCH, "fr-CA"},
            {URI.class, URI.create("https://sqlite.org/?a=b"), "https://sqlite.org/?a=b"},
        };
    }

    @ParameterizedTest
    @MethodSource("valuesOfTheirOwnType")
    void aValueComesBackAsItWasWritten(Class<?> type, Object value, Object storage) throws SQLException {
        Object stored = stored(value);

        assertThat(stored).isEqualTo(storage);
        assertThat((Object) read(stored, type)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0.00",
                "1",
                "-1.00",
                "12.50",
                "0.1",
                "1E+3",
                "9223372036854775807",
                "-9223372036854775808",
                "9223372036854775808",
                "1E300",
                "1E-300",
                "123456789012345678901234567890.123456789",
                "0.30000000000000000001",
                "1E1000000000",
                "1E-1000000000"
            })
    void noDecimalLosesADigit(String digits) throws SQLException {
        BigDecimal value = new BigDecimal(digits);

        Object stored = stored(value);

        assertThat(read(stored, BigDecimal.class).compareTo(value))
                .as("%s as %s", digits, stored)
                .isZero();
    }

    @Test
    void aDecimalThatANumberCanHoldIsStoredAsOne() throws SQLException {
        assertThat(stored(new BigDecimal("3.00"))).isEqualTo(3L);
        assertThat(stored(new BigDecimal("19.99"))).isEqualTo(19.99);
        assertThat(stored(new BigDecimal("0.30000000000000000001"))).isEqualTo("0.30000000000000000001");
        assertThat(stored(new BigDecimal("9223372036854775809"))).isEqualTo("9223372036854775809");
    }

    @Test
    void aDeclaredScaleAddsZerosAndTakesNoDigitAway() throws SQLException {
        assertThat(Decimals.toBigDecimal(12.5, 2, PRICE, 2)).isEqualTo(new BigDecimal("12.50"));
        assertThat(Decimals.toBigDecimal(12L, 2, PRICE, 2)).isEqualTo(new BigDecimal("12.00"));
        assertThat(Decimals.toBigDecimal(5.0, 0, PRICE, 2)).isEqualTo(new BigDecimal("5"));
        assertThat(Decimals.toBigDecimal("1.23456", 2, PRICE, 2)).isEqualTo(new BigDecimal("1.23456"));
        assertThat(Decimals.toBigDecimal("1E999999999", 2, PRICE, 2)).isEqualTo(new BigDecimal("1E999999999"));
    }

    @Test
    void nanIsRefusedBecauseSqliteWouldStoreNull() {
        assertThatThrownBy(() -> Values.toStorage(Double.NaN, 3))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("parameter 3 is NaN")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("22023");
        assertThatThrownBy(() -> Values.toStorage(Float.NaN, 3)).hasMessageContaining("NaN");
    }

    @Test
    void anObjectWithoutAFormIsRefusedByName() {
        assertThatThrownBy(() -> Values.toStorage(new StringBuffer[0], 4))
                .hasMessageContaining("parameter 4")
                .hasMessageContaining("StringBuffer")
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo("07006");
    }

    @Test
    void everyFloatComesBackAsItself() throws SQLException {
        for (int bits = 0; bits >= 0 && bits < 0x7f800000; bits += 99_991) {
            float value = Float.intBitsToFloat(bits);
            assertThat(Numbers.toFloat(stored(value), PRICE, 2)).isEqualTo(value);
        }
    }

    @Test
    void contentIsCopiedAndTheBufferStaysAsItWas() throws SQLException {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}, 1, 2);

        assertThat(stored(buffer)).isEqualTo(new byte[] {2, 3});
        assertThat(buffer.remaining()).isEqualTo(2);
        assertThat(stored(new MemoryBlob(new byte[] {9}))).isEqualTo(new byte[] {9});
        assertThat(stored(new MemoryBlob())).isEqualTo(new byte[0]);
        assertThat(stored(new MemoryClob("text"))).isEqualTo("text");
        assertThat(stored("chars".toCharArray())).isEqualTo("chars");
    }

    @ParameterizedTest
    @ValueSource(classes = {Boolean.class, Integer.class, String.class, BigDecimal.class, UUID.class, DayOfWeek.class})
    void nullIsNullForEveryType(Class<?> type) throws SQLException {
        assertThat((Object) read(null, type)).isNull();
    }

    @Test
    void aPrimitiveClassMeansItsWrapper() throws SQLException {
        assertThat(read(7L, int.class)).isEqualTo(7);
        assertThat(read(1L, boolean.class)).isTrue();
        assertThat(read("x", char.class)).isEqualTo('x');
    }

    @Test
    void aNumberThatDoesNotFitIsAnErrorThatNamesItsColumn() throws SQLException {
        assertThat(Numbers.toInt(2147483647L, PRICE, 2)).isEqualTo(Integer.MAX_VALUE);
        assertState(() -> Numbers.toInt(2147483648L, PRICE, 2), "22003", "column 2 (price)", "an INTEGER");
        assertState(() -> Numbers.toByte(128L, PRICE, 2), "22003", "byte");
        assertState(() -> Numbers.toShort(-32769L, PRICE, 2), "22003", "short");
        assertState(() -> Numbers.toLong(9.3e18, PRICE, 2), "22003", "a REAL");
        assertState(() -> Numbers.toLong(Double.NEGATIVE_INFINITY, PRICE, 2), "22003");
        assertState(() -> Numbers.toLong("9223372036854775808", PRICE, 2), "22003", "TEXT");
        assertState(() -> Numbers.toLong("1E999999999", PRICE, 2), "22003");
        assertState(() -> Numbers.toFloat(1e300, PRICE, 2), "22003");
        assertState(() -> Numbers.toDouble("1E999", PRICE, 2), "22003");
        assertState(() -> Decimals.toBigDecimal(Double.POSITIVE_INFINITY, -1, PRICE, 2), "22003");
        assertState(() -> Decimals.toBigInteger("1E999999999", PRICE, 2), "22003");
    }

    @Test
    void aFractionIsCutOffWhenAnIntegerIsAskedFor() throws SQLException {
        assertThat(Numbers.toInt(2.99, PRICE, 2)).isEqualTo(2);
        assertThat(Numbers.toInt(-2.99, PRICE, 2)).isEqualTo(-2);
        assertThat(Numbers.toLong("12.9", PRICE, 2)).isEqualTo(12);
        assertThat(Numbers.toLong("1E-999999999", PRICE, 2)).isZero();
        assertThat(Numbers.toLong(" 42 ", PRICE, 2)).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "twelve", "0x10", "1d", "NaN", "1,5"})
    void textThatIsNoNumberIsNeverReadAsZero(String text) {
        assertState(() -> Numbers.toInt(text, PRICE, 2), "22018", "column 2 (price)", "TEXT of " + text.length());
        assertState(() -> Numbers.toDouble(text, PRICE, 2), "22018");
        assertState(() -> Decimals.toBigDecimal(text, -1, PRICE, 2), "22018");
        assertState(() -> Values.toBoolean(text, PRICE, 2), "22018");
    }

    @Test
    void booleansAreReadFromNumbersAndWords() throws SQLException {
        for (Object yes : new Object[] {1L, -1L, 0.5, "true", "TRUE", "t", "yes", "on", "1", "1.0"}) {
            assertThat(Values.toBoolean(yes, PRICE, 2)).as("%s", yes).isTrue();
        }
        for (Object no : new @Nullable Object[] {null, 0L, 0.0, "false", "F", "no", "off", "0", "0.0"}) {
            assertThat(Values.toBoolean(no, PRICE, 2)).as("%s", no).isFalse();
        }
    }

    @Test
    void anEnumIsReadByNameOrOrdinalAndNothingElse() throws SQLException {
        assertThat(read(4L, DayOfWeek.class)).isEqualTo(DayOfWeek.FRIDAY);
        assertThat(read("4", DayOfWeek.class)).isEqualTo(DayOfWeek.FRIDAY);
        assertState(() -> read(7L, DayOfWeek.class), "22018", "an INTEGER", "DayOfWeek");
        assertState(() -> read("friday", DayOfWeek.class), "22018", "TEXT of 6");
    }

    @Test
    void aUuidIsReadFromSixteenBytesToo() throws SQLException {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(ID.getMostSignificantBits())
                .putLong(ID.getLeastSignificantBits())
                .array();

        assertThat(read(bytes, UUID.class)).isEqualTo(ID);
        assertState(() -> read("1-1-1-1-1", UUID.class), "22018");
        assertState(() -> read(new byte[15], UUID.class), "22018", "15 bytes");
    }

    @Test
    void textAndBytesAreReadOfEverything() throws SQLException {
        assertThat(Values.toText(5L)).isEqualTo("5");
        assertThat(Values.toText(0.5)).isEqualTo("0.5");
        assertThat(Values.toText("ä".getBytes(StandardCharsets.UTF_8))).isEqualTo("ä");
        assertThat(Values.toBytes("ä")).isEqualTo(new byte[] {(byte) 0xC3, (byte) 0xA4});
        assertThat(read(5L, Object.class)).isEqualTo(5);
        assertThat(read(5_000_000_000L, Object.class)).isEqualTo(5_000_000_000L);
        assertThat(read("2.50", Number.class)).isEqualTo(new BigDecimal("2.50"));
    }

    @Test
    void aTypeThatNobodyKnowsIsAnErrorEvenForNull() {
        assertState(() -> read(null, Thread.class), "07006", "java.lang.Thread", "column 2 (price)");
    }

    @Test
    void aLongValueIsCutInTheMessage() {
        assertThatThrownBy(() -> Numbers.toInt("x".repeat(100_000), PRICE, 2))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    static void assertState(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String state, String... words) {
        assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .satisfies(e -> {
                    for (String word : words) {
                        assertThat(e).hasMessageContaining(word);
                    }
                })
                .extracting(e -> ((SQLException) e).getSQLState())
                .isEqualTo(state);
    }
}
