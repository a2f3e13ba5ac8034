package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.codec.Codec;
import org.jdbi.v3.core.codec.CodecFactory;
import org.jdbi.v3.core.enums.EnumByOrdinal;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.mapper.Nested;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.qualifier.QualifiedType;
import org.jdbi.v3.core.statement.EmptyHandling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Jdbi binds comes back as it was, whatever type the column declares. */
class TypesTest extends JdbiTest {

    public enum Tier {
        STALLS,
        BALCONY
    }

    static Stream<Object> values() throws Exception {
        return Stream.of(
                Instant.parse("2026-03-29T01:30:00.123456789Z"),
                LocalDateTime.parse("2026-10-25T02:30:00.123456789"),
                LocalDate.parse("1582-10-15"),
                LocalTime.parse("23:59:58.987654321"),
                OffsetDateTime.of(2026, 7, 1, 12, 0, 0, 123456789, ZoneOffset.ofHours(-3)),
                OffsetTime.of(12, 0, 0, 987654321, ZoneOffset.ofHours(2)),
                ZonedDateTime.of(2026, 7, 1, 12, 0, 0, 123456789, ZoneOffset.ofHoursMinutes(5, 45)),
                ZoneId.of("Asia/Katmandu"),
                ZoneOffset.ofHours(-9),
                UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                new BigDecimal("12345678901234567890.123456789"),
                new BigDecimal("19.90"),
                Tier.BALCONY,
                URI.create("https://example.org/a?b=c#d"),
                URI.create("https://example.org/a").toURL(),
                InetAddress.getByAddress(new byte[] {10, 0, 0, 1}),
                "text with \0 and 🎭",
                'x',
                true,
                (byte) -1,
                (short) -2,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                0.1f,
                Double.MIN_VALUE);
    }

    /** An untyped column, one whose declared type says nothing of Java's, and one of text. */
    @ParameterizedTest
    @MethodSource("values")
    void aValueComesBackAsItWasAndIsFoundByItself(Object value) {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE val(any, stamp TIMESTAMP, text TEXT)");
            handle.createUpdate("INSERT INTO val VALUES (:v, :v, :v)")
                    .bind("v", value)
                    .execute();
            for (String column : List.of("any", "text")) {
                Object read = handle.createQuery("SELECT " + column + " FROM val")
                        .mapTo(value.getClass().isEnum() ? value.getClass() : declared(value))
                        .one();
                if (value instanceof BigDecimal number) {
                    assertThat((BigDecimal) read).isEqualByComparingTo(number);
                } else {
                    assertThat(read).as(column).isEqualTo(value);
                }
            }
            int found = handle.createQuery("SELECT count(*) FROM val WHERE any = :v AND stamp = :v AND text = :v")
                    .bind("v", value)
                    .mapTo(int.class)
                    .one();
            assertThat(found).isEqualTo(1);
        });
    }

    /** The type that an application names; of some the class of the value is a hidden one. */
    private static Class<?> declared(Object value) {
        if (value instanceof ZoneOffset) {
            return ZoneOffset.class;
        }
        if (value instanceof ZoneId) {
            return ZoneId.class;
        }
        return value instanceof InetAddress ? InetAddress.class : value.getClass();
    }

    @ParameterizedTest
    @MethodSource("values")
    void itsAbsenceIsNull(Object value) {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE val(v)");
            handle.createUpdate("INSERT INTO val VALUES (:v)")
                    .bindByType("v", null, declared(value))
                    .execute();
            assertThat(handle.createQuery("SELECT v FROM val")
                            .mapTo(String.class)
                            .one())
                    .isNull();
            Object read = handle.createQuery("SELECT v FROM val")
                    .mapTo(declared(value))
                    .one();
            assertThat(read).isNull();
        });
    }

    @Test
    void bytesAndEnumsByOrdinalComeBack() {
        byte[] bytes = "bytes\0and more".getBytes(StandardCharsets.UTF_8);
        QualifiedType<Tier> byOrdinal = QualifiedType.of(Tier.class).with(EnumByOrdinal.class);
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE val(bytes BLOB, tier INTEGER)");
            handle.createUpdate("INSERT INTO val VALUES (:bytes, :tier)")
                    .bind("bytes", bytes)
                    .bindByType("tier", Tier.BALCONY, byOrdinal)
                    .execute();
            assertThat(handle.createQuery("SELECT bytes FROM val")
                            .mapTo(byte[].class)
                            .one())
                    .isEqualTo(bytes);
            assertThat(handle.createQuery("SELECT tier FROM val")
                            .mapTo(int.class)
                            .one())
                    .isEqualTo(1);
            assertThat(handle.createQuery("SELECT tier FROM val")
                            .mapTo(byOrdinal)
                            .one())
                    .isEqualTo(Tier.BALCONY);
        });
    }

    @Test
    void optionalsAreValuesOrNulls() {
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE val(a, b, c)");
            handle.createUpdate("INSERT INTO val VALUES (:a, :b, :c)")
                    .bind("a", Optional.of(LocalDate.EPOCH))
                    .bind("b", Optional.empty())
                    .bind("c", OptionalInt.of(7))
                    .execute();
            assertThat(handle.createQuery("SELECT a FROM val")
                            .mapTo(new GenericType<Optional<LocalDate>>() {})
                            .one())
                    .contains(LocalDate.EPOCH);
            assertThat(handle.createQuery("SELECT b FROM val")
                            .mapTo(new GenericType<Optional<String>>() {})
                            .one())
                    .isEmpty();
            assertThat(handle.createQuery("SELECT c FROM val")
                            .mapTo(OptionalInt.class)
                            .one())
                    .hasValue(7);
        });
    }

    public record Place(String row, int number) {}

    public record Booking(
            UUID id,
            Instant at,
            BigDecimal price,
            Tier tier,
            @Nested Place place,
            Optional<String> note) {}

    public static class Bean {
        private long id;
        private String label;

        public long getId() {
            return id;
        }

        public void setId(long id) {
            this.id = id;
        }

        public String getLabel() {
            return label;
        }

        public void setLabel(String label) {
            this.label = label;
        }
    }

    @Test
    void recordsAndBeansGoInAndComeOut() {
        Booking booking = new Booking(
                UUID.randomUUID(),
                Instant.parse("2026-11-21T06:30:00.000000001Z"),
                new BigDecimal("19.9"),
                Tier.STALLS,
                new Place("A", 7),
                Optional.of("window"));
        jdbi.registerRowMapper(ConstructorMapper.factory(Booking.class));
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE booking(id, at, price NUMERIC, tier, \"row\", number, note)");
            handle.createUpdate(
                            "INSERT INTO booking VALUES (:id, :at, :price, :tier, :place.row, :place.number, :note)")
                    .bindMethods(booking)
                    .execute();
            assertThat(handle.createQuery("SELECT * FROM booking")
                            .mapTo(Booking.class)
                            .one())
                    .isEqualTo(booking);
            Bean bean = new Bean();
            bean.setLabel("B1");
            bean.setId(handle.createUpdate("INSERT INTO seat(label) VALUES (:label)")
                    .bindBean(bean)
                    .executeAndReturnGeneratedKeys("id")
                    .mapTo(long.class)
                    .one());
            assertThat(handle.createQuery("SELECT id, label FROM seat")
                            .mapToBean(Bean.class)
                            .one())
                    .usingRecursiveComparison()
                    .isEqualTo(bean);
        });
    }

    @Test
    void listsBindOneByOneByBeanAndAsRows() {
        jdbi.useHandle(handle -> {
            handle.createUpdate("INSERT INTO seat(label, buyer) VALUES <seats>")
                    .bindMethodsList(
                            "seats",
                            List.of(new Seat(0, "A1", Optional.of("Ada")), new Seat(0, "A2", Optional.empty())),
                            List.of("label", "buyer"))
                    .execute();
            assertThat(handle.createQuery("SELECT label FROM seat WHERE label IN (<labels>)")
                            .bindList("labels", Set.of("A2", "A3"))
                            .mapTo(String.class)
                            .list())
                    .containsExactly("A2");
            assertThat(handle.createQuery("SELECT label FROM seat WHERE label IN (<labels>)")
                            .bindList(EmptyHandling.NULL_KEYWORD, "labels", List.of())
                            .mapTo(String.class)
                            .list())
                    .isEmpty();
        });
    }

    /** As Jdbi's own JSON plugins do it: the value's JSON is bound and read as a String. */
    private static <T> CodecFactory json(GenericType<T> type) {
        ObjectMapper mapper = new ObjectMapper();
        JavaType javaType = mapper.constructType(type.getType());
        return CodecFactory.forSingleCodec(QualifiedType.of(type), new Codec<T>() {
            @Override
            public ColumnMapper<T> getColumnMapper() {
                return (row, column, context) -> {
                    try {
                        return mapper.readValue(row.getString(column), javaType);
                    } catch (JsonProcessingException e) {
                        throw new SQLException(e);
                    }
                };
            }

            @Override
            public Function<T, Argument> getArgumentFunction() {
                return value -> (position, statement, context) -> {
                    try {
                        statement.setString(position, mapper.writeValueAsString(value));
                    } catch (JsonProcessingException e) {
                        throw new SQLException(e);
                    }
                };
            }
        });
    }

    @Test
    void arraysAndMapsInJsonAreText() {
        GenericType<List<Integer>> numbers = new GenericType<>() {};
        GenericType<Map<String, Place>> places = new GenericType<>() {};
        jdbi.registerCodecFactory(json(numbers)).registerCodecFactory(json(places));
        jdbi.useHandle(handle -> {
            handle.execute("CREATE TABLE val(numbers, places)");
            handle.createUpdate("INSERT INTO val VALUES (:numbers, :places)")
                    .bindByType("numbers", List.of(1, 2, 3), numbers)
                    .bindByType("places", Map.of("x", new Place("A", 7)), places)
                    .execute();
            assertThat(handle.createQuery("SELECT numbers FROM val")
                            .mapTo(numbers)
                            .one())
                    .containsExactly(1, 2, 3);
            assertThat(handle.createQuery("SELECT places FROM val")
                            .mapTo(places)
                            .one())
                    .isEqualTo(Map.of("x", new Place("A", 7)));
            assertThat(handle.createQuery("SELECT sum(value) FROM val, json_each(numbers)")
                            .mapTo(int.class)
                            .one())
                    .as("SQLite reads it as JSON")
                    .isEqualTo(6);
        });
    }

    @Test
    void aJdbcArrayIsRefusedWithTheRemedy() {
        jdbi.registerArrayType(Integer.class, "integer");
        jdbi.useHandle(handle -> assertThat(catchThrowable(() -> handle.createQuery("SELECT ?")
                        .bind(0, new Integer[] {1, 2})
                        .mapTo(String.class)
                        .one()))
                .hasStackTraceContaining("SQLite has no arrays: store JSON text"));
    }
}
