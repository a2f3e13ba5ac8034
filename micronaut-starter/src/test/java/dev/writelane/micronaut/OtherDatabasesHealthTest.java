package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health may be open to everybody. */
class OtherDatabasesHealthTest {

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://host/db, jdbc:postgresql://host/db",
        "jdbc:postgresql://host/db?user=me&password=se=cret&ssl=true, jdbc:postgresql://host/db?user=me&password=***&ssl=true",
        "jdbc:postgresql://host/db?sslpassword=secret, jdbc:postgresql://host/db?sslpassword=***",
        "jdbc:sqlserver://host;Password=secret;encrypt=true, jdbc:sqlserver://host;Password=***;encrypt=true",
        "jdbc:sqlserver://host;password={se;cret};encrypt=true, jdbc:sqlserver://host;password=***;encrypt=true",
        "jdbc:mysql://me:secret@host:3306/db, jdbc:mysql://me:***@host:3306/db",
        "jdbc:mysql://me@host:3306/db?email=a@b, jdbc:mysql://me@host:3306/db?email=a@b",
        "jdbc:oracle:thin:scott/tiger@//host:1521/db, jdbc:oracle:thin:scott/***@//host:1521/db"
    })
    void aPasswordInAUrlIsNotShown(String url, String shown) {
        assertThat(OtherDatabasesHealth.withoutPassword(url)).isEqualTo(shown);
    }
}
