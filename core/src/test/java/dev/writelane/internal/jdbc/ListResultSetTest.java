package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.StoredValuesTest.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.internal.engine.Columns;
import java.io.BufferedReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ListResultSetTest {
    private static final Columns COLUMNS = new Columns(
            new String[] {"id", "Name", "name", "price", "day", "data", "sum"},
            new @Nullable String[] {"INTEGER", "VARCHAR(40)", "TEXT", "DECIMAL(10,2)", "DATE", "BLOB", null},
            new @Nullable String[] {"item", "item", "item", "item", "item", "item", null});

    private static ResultSet items() {
        return new ListResultSet(
                List.of(
                        new @Nullable Object[] {1L, "Ä", "second", 12.5, "2026-03-29", new byte[] {7}, 3L},
                        new @Nullable Object[] {5_000_000_000L, null, null, null, null, null, null}),
                COLUMNS);
    }

    private static ResultSet onFirst() throws SQLException {
        ResultSet items = items();
        assertThat(items.next()).isTrue();
        return items;
    }

    @Test
    void aLabelIsFoundWithoutRegardToCase() throws SQLException {
        ResultSet items = onFirst();
        assertThat(items.findColumn("ID")).isEqualTo(1);
        assertThat(items.getString("PRICE")).isEqualTo("12.5");
        assertThat(items.getString("Name")).isEqualTo("Ä");
        assertState(() -> items.getInt("prise"), "42703", "'prise'", "price");
    }

    @Test
    void everyGetterReadsTheSameRow() throws Exception {
        ResultSet items = onFirst();
        assertThat(items.getObject(1)).isEqualTo(1);
        assertThat(items.getLong("id")).isEqualTo(1);
        assertThat(items.getBoolean(1)).isTrue();
        assertThat(items.getBigDecimal("price")).isEqualTo(new BigDecimal("12.50"));
        assertThat(items.getObject("price", BigDecimal.class)).isEqualTo(new BigDecimal("12.50"));
        assertThat(items.getObject(4)).isEqualTo(12.5);
        assertThat(items.getObject("day", LocalDate.class)).isEqualTo("2026-03-29");
        assertThat(items.getDate("day")).isEqualTo("2026-03-29");
        assertThat(items.getBytes("data")).containsExactly(7);
        assertThat(items.getBlob("data").getBytes(1, 1)).containsExactly(7);
        assertThat(items.getBinaryStream("data")).hasBinaryContent(new byte[] {7});
        assertThat(items.getClob(2).getSubString(1, 5)).isEqualTo("Ä");
        assertThat(new BufferedReader(items.getCharacterStream(2)).readLine()).isEqualTo("Ä");
        assertThat(items.getObject(1, Map.of())).isEqualTo(1);
        assertState(() -> items.getInt("Name"), "22018", "column 2 (item.Name)", "TEXT of 1");
    }

    @Test
    void wasNullTellsZeroFromNull() throws SQLException {
        ResultSet items = onFirst();
        assertThat(items.getInt(1)).isEqualTo(1);
        assertThat(items.wasNull()).isFalse();
        items.next();
        assertThat(items.getInt("sum")).isZero();
        assertThat(items.wasNull()).isTrue();
        assertThat(items.getObject("price", BigDecimal.class)).isNull();
        assertThat(items.wasNull()).isTrue();
        assertThat(items.getObject(1)).isEqualTo(5_000_000_000L);
        assertThat(items.wasNull()).isFalse();
        assertThat(items.getBlob("data")).isNull();
        assertThat(items.getDate("day")).isNull();
    }

    @Test
    void thereIsNoReadingOutsideOfARow() throws SQLException {
        ResultSet items = items();
        assertThat(items.isBeforeFirst()).isTrue();
        Assertions.assertThatThrownBy(() -> items.getInt(1)).isInstanceOf(SQLException.class);
        items.next();
        assertThat(items.isFirst()).isTrue();
        assertThat(items.getRow()).isEqualTo(1);
        assertState(() -> items.getInt(0), "22003");
        assertState(() -> items.getInt(8), "22003");
        items.next();
        assertThat(items.next()).isFalse();
        assertThat(items.next()).isFalse();
        assertThat(items.isAfterLast()).isTrue();
        Assertions.assertThatThrownBy(() -> items.getInt(1)).isInstanceOf(SQLException.class);
        items.close();
        items.close();
        assertThat(items.isClosed()).isTrue();
        Assertions.assertThatThrownBy(items::next).isInstanceOf(SQLException.class);
        Assertions.assertThatThrownBy(items::wasNull).isInstanceOf(SQLException.class);
    }

    @Test
    void itGoesForwardAndIsReadOnlyAndSaysSo() throws SQLException {
        ResultSet items = onFirst();
        assertThat(items.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
        assertThat(items.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
        Assertions.assertThatThrownBy(items::previous).isInstanceOf(SQLFeatureNotSupportedException.class);
        Assertions.assertThatThrownBy(() -> items.absolute(1)).isInstanceOf(SQLFeatureNotSupportedException.class);
        Assertions.assertThatThrownBy(() -> items.updateInt(1, 1)).isInstanceOf(SQLFeatureNotSupportedException.class);
        Assertions.assertThatThrownBy(items::insertRow).isInstanceOf(SQLFeatureNotSupportedException.class);
        Assertions.assertThatThrownBy(() -> items.getArray(1)).isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThat(items.unwrap(ResultSet.class)).isSameAs(items);
        assertThat(items.isWrapperFor(String.class)).isFalse();
    }

    @Test
    void theMetadataIsThatOfTheDeclaration() throws SQLException {
        ResultSetMetaData columns = items().getMetaData();
        assertThat(columns.getColumnCount()).isEqualTo(7);
        assertThat(columns.getColumnLabel(2)).isEqualTo("Name");
        assertThat(columns.getTableName(1)).isEqualTo("item");
        assertThat(columns.getTableName(7)).isEmpty();
        assertThat(columns.getColumnType(1)).isEqualTo(Types.INTEGER);
        assertThat(columns.getColumnType(2)).isEqualTo(Types.VARCHAR);
        assertThat(columns.getColumnTypeName(2)).isEqualTo("VARCHAR");
        assertThat(columns.getPrecision(2)).isEqualTo(40);
        assertThat(columns.getColumnType(4)).isEqualTo(Types.DECIMAL);
        assertThat(columns.getPrecision(4)).isEqualTo(10);
        assertThat(columns.getScale(4)).isEqualTo(2);
        assertThat(columns.getColumnType(5)).isEqualTo(Types.DATE);
        assertThat(columns.getColumnType(6)).isEqualTo(Types.BLOB);
        assertState(() -> columns.getColumnLabel(8), "22003", "1 to 7");
    }

    @Test
    void asciiStreamsAreOfTheText() throws Exception {
        assertThat(new String(onFirst().getAsciiStream("day").readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo("2026-03-29");
    }
}
