package dev.writelane.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import org.hibernate.type.SqlTypes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A column is valid for an attribute if it keeps what the attribute is written as. */
class WritelaneDialectTest {

    @ParameterizedTest
    @CsvSource({
        "VARCHAR, CLOB, true",
        "BIGINT, INTEGER, true",
        "BOOLEAN, INTEGER, true",
        "TIMESTAMP_UTC, VARCHAR, true",
        "TIMESTAMP_UTC, TIMESTAMP, true",
        "ENUM, VARCHAR, true",
        "JSON, VARCHAR, true",
        "UUID, VARCHAR, true",
        "UUID, INTEGER, false",
        "VARCHAR, DATE, false", // numeric affinity: 007 becomes 7
        "VARCHAR, INTEGER, false",
        "VARCHAR, BLOB, false",
        "VARBINARY, VARCHAR, false",
        "BIGINT, DOUBLE, false"
    })
    void aColumnThatWouldChangeAValueIsNotValid(String mapped, String declared, boolean valid) throws Exception {
        assertThat(new WritelaneDialect().equivalentTypes(code(mapped), code(declared)))
                .isEqualTo(valid);
    }

    private static int code(String name) throws ReflectiveOperationException {
        return SqlTypes.class.getField(name).getInt(null);
    }
}
