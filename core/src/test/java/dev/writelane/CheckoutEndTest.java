package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user leaves on a native connection to the next one: nothing. */
class CheckoutEndTest extends DatabaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"single-writer", "serialized", "pooled", "single-thread"})
    void temporaryTablesThatReferToEachOtherGoToo(String policy) throws Exception {
        open("policy", policy);
        try (Connection c = transaction()) {
            Ask.script(
                    c,
                    "CREATE TEMP TABLE a(id INTEGER PRIMARY KEY); CREATE TEMP TABLE b(a REFERENCES a);"
                            + " CREATE VIRTUAL TABLE temp.words USING fts5(x); INSERT INTO words VALUES ('w');"
                            + " INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
            c.commit();
        }
        try (Connection c = transaction()) {
            assertThat(Ask.number(c, "SELECT count(*) FROM temp.sqlite_schema")).isZero();
        }
    }

    /** They could not be set back, because only those of main are looked at. */
    @Test
    void pragmasOfAttachedFilesAreRefused() throws Exception {
        open("policy", "serialized", "attach.aux", directory.resolve("aux.db").toString());
        Lanes.assertState("0A000", () -> Ask.script(source, "PRAGMA aux.cache_size = 17"))
                .hasMessageContaining("PRAGMA cache_size for an attached file");
        assertThat(Ask.number(source, "PRAGMA aux.cache_size")).isNotEqualTo(17);
        try (Connection c = source.getConnection()) {
            Ask.script(c, "PRAGMA main.cache_size = 17");
            assertThat(Ask.number(c, "PRAGMA cache_size")).isEqualTo(17);
        }
        assertThat(Ask.number(source, "PRAGMA cache_size")).isNotEqualTo(17);
    }
}
