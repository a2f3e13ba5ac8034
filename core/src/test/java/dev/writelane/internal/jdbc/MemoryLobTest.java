package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.StoredValuesTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.Writer;
import java.sql.Blob;
import java.sql.Clob;
import org.junit.jupiter.api.Test;

class MemoryLobTest {
    @Test
    void aBlobIsWrittenAndReadAtPositionsFromOne() throws Exception {
        Blob blob = new MemoryBlob();
        assertThat(blob.setBytes(1, new byte[] {1, 2, 3})).isEqualTo(3);
        assertThat(blob.setBytes(3, new byte[] {0, 9, 8, 0}, 1, 2)).isEqualTo(2);
        assertThat(blob.getBytes(1, 10)).containsExactly(1, 2, 9, 8);
        assertThat(blob.getBytes(2, 2)).containsExactly(2, 9);
        assertThat(blob.getBytes(5, 1)).isEmpty();
        assertThat(blob.position(new byte[] {9, 8}, 1)).isEqualTo(3);
        assertThat(blob.position(new byte[] {9, 8}, 4)).isEqualTo(-1);
        assertThat(blob.getBinaryStream(2, 2)).hasBinaryContent(new byte[] {2, 9});
        try (OutputStream out = blob.setBinaryStream(5)) {
            out.write(7);
        }
        assertThat(blob.length()).isEqualTo(5);
        blob.truncate(1);
        assertThat(blob.getBytes(1, 5)).containsExactly(1);
        assertState(() -> blob.getBytes(0, 1), "22023", "Position 0");
        assertState(() -> blob.getBytes(3, 1), "22023");
        assertState(() -> blob.truncate(2), "22023");
        blob.free();
        assertState(blob::length, "HY010", "freed");
    }

    @Test
    void aClobIsWrittenAndReadAtPositionsFromOne() throws Exception {
        Clob clob = new MemoryClob();
        assertThat(clob.setString(1, "Hallo Welt")).isEqualTo(10);
        assertThat(clob.setString(7, "-SQLite-", 1, 6)).isEqualTo(6);
        assertThat(clob.getSubString(1, 100)).isEqualTo("Hallo SQLite");
        assertThat(clob.position("SQL", 1)).isEqualTo(7);
        assertThat(clob.position("SQL", 8)).isEqualTo(-1);
        try (Writer out = clob.setCharacterStream(13)) {
            out.write("!");
        }
        assertThat(new BufferedReader(clob.getCharacterStream()).readLine()).isEqualTo("Hallo SQLite!");
        assertThat(new BufferedReader(clob.getCharacterStream(7, 3)).readLine()).isEqualTo("SQL");
        clob.truncate(5);
        assertThat(clob.length()).isEqualTo(5);
        assertState(() -> clob.getSubString(7, 1), "22023", "Position 7");
        clob.free();
        assertState(clob::length, "HY010", "freed");
    }
}
