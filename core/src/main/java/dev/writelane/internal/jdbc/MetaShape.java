package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import java.sql.ResultSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of each result of {@link java.sql.DatabaseMetaData}, as its documentation lists them. */
enum MetaShape {
    TABLES("TABLE_CAT, TABLE_SCHEM, TABLE_NAME, TABLE_TYPE, REMARKS, TYPE_CAT, TYPE_SCHEM, TYPE_NAME,"
            + " SELF_REFERENCING_COL_NAME, REF_GENERATION"),
    TABLE_TYPES("TABLE_TYPE"),
    SCHEMAS("TABLE_SCHEM, TABLE_CATALOG"),
    CATALOGS("TABLE_CAT"),
    COLUMNS("TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, DATA_TYPE INTEGER, TYPE_NAME, COLUMN_SIZE INTEGER,"
            + " BUFFER_LENGTH INTEGER, DECIMAL_DIGITS INTEGER, NUM_PREC_RADIX INTEGER, NULLABLE INTEGER, REMARKS, COLUMN_DEF,"
            + " SQL_DATA_TYPE INTEGER, SQL_DATETIME_SUB INTEGER, CHAR_OCTET_LENGTH INTEGER, ORDINAL_POSITION INTEGER,"
            + " IS_NULLABLE, SCOPE_CATALOG, SCOPE_SCHEMA, SCOPE_TABLE, SOURCE_DATA_TYPE SMALLINT, IS_AUTOINCREMENT,"
            + " IS_GENERATEDCOLUMN"),
    PSEUDO_COLUMNS(
            "TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, DATA_TYPE INTEGER, COLUMN_SIZE INTEGER,"
                    + " DECIMAL_DIGITS INTEGER, NUM_PREC_RADIX INTEGER, COLUMN_USAGE, REMARKS, CHAR_OCTET_LENGTH INTEGER, IS_NULLABLE"),
    ROW_IDENTIFIERS(
            "SCOPE SMALLINT, COLUMN_NAME, DATA_TYPE INTEGER, TYPE_NAME, COLUMN_SIZE INTEGER, BUFFER_LENGTH INTEGER,"
                    + " DECIMAL_DIGITS SMALLINT, PSEUDO_COLUMN SMALLINT"),
    PRIMARY_KEYS("TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, KEY_SEQ SMALLINT, PK_NAME"),
    FOREIGN_KEYS("PKTABLE_CAT, PKTABLE_SCHEM, PKTABLE_NAME, PKCOLUMN_NAME, FKTABLE_CAT, FKTABLE_SCHEM, FKTABLE_NAME,"
            + " FKCOLUMN_NAME, KEY_SEQ SMALLINT, UPDATE_RULE SMALLINT, DELETE_RULE SMALLINT, FK_NAME, PK_NAME,"
            + " DEFERRABILITY SMALLINT"),
    INDEXES(
            "TABLE_CAT, TABLE_SCHEM, TABLE_NAME, NON_UNIQUE BOOLEAN, INDEX_QUALIFIER, INDEX_NAME, TYPE SMALLINT,"
                    + " ORDINAL_POSITION SMALLINT, COLUMN_NAME, ASC_OR_DESC, CARDINALITY BIGINT, PAGES BIGINT, FILTER_CONDITION"),
    TYPES(
            "TYPE_NAME, DATA_TYPE INTEGER, PRECISION INTEGER, LITERAL_PREFIX, LITERAL_SUFFIX, CREATE_PARAMS, NULLABLE SMALLINT,"
                    + " CASE_SENSITIVE BOOLEAN, SEARCHABLE SMALLINT, UNSIGNED_ATTRIBUTE BOOLEAN, FIXED_PREC_SCALE BOOLEAN,"
                    + " AUTO_INCREMENT BOOLEAN, LOCAL_TYPE_NAME, MINIMUM_SCALE SMALLINT, MAXIMUM_SCALE SMALLINT,"
                    + " SQL_DATA_TYPE INTEGER, SQL_DATETIME_SUB INTEGER, NUM_PREC_RADIX INTEGER"),
    FUNCTIONS("FUNCTION_CAT, FUNCTION_SCHEM, FUNCTION_NAME, REMARKS, FUNCTION_TYPE SMALLINT, SPECIFIC_NAME"),
    FUNCTION_COLUMNS(
            "FUNCTION_CAT, FUNCTION_SCHEM, FUNCTION_NAME, COLUMN_NAME, COLUMN_TYPE SMALLINT, DATA_TYPE INTEGER,"
                    + " TYPE_NAME, PRECISION INTEGER, LENGTH INTEGER, SCALE SMALLINT, RADIX SMALLINT, NULLABLE SMALLINT, REMARKS,"
                    + " CHAR_OCTET_LENGTH INTEGER, ORDINAL_POSITION INTEGER, IS_NULLABLE, SPECIFIC_NAME"),
    /** The columns 4 to 6 are reserved and have no names of their own. */
    PROCEDURES("PROCEDURE_CAT, PROCEDURE_SCHEM, PROCEDURE_NAME, RESERVED1, RESERVED2, RESERVED3, REMARKS,"
            + " PROCEDURE_TYPE SMALLINT, SPECIFIC_NAME"),
    PROCEDURE_COLUMNS(
            "PROCEDURE_CAT, PROCEDURE_SCHEM, PROCEDURE_NAME, COLUMN_NAME, COLUMN_TYPE SMALLINT, DATA_TYPE INTEGER,"
                    + " TYPE_NAME, PRECISION INTEGER, LENGTH INTEGER, SCALE SMALLINT, RADIX SMALLINT, NULLABLE SMALLINT, REMARKS,"
                    + " COLUMN_DEF, SQL_DATA_TYPE INTEGER, SQL_DATETIME_SUB INTEGER, CHAR_OCTET_LENGTH INTEGER,"
                    + " ORDINAL_POSITION INTEGER, IS_NULLABLE, SPECIFIC_NAME"),
    TABLE_PRIVILEGES("TABLE_CAT, TABLE_SCHEM, TABLE_NAME, GRANTOR, GRANTEE, PRIVILEGE, IS_GRANTABLE"),
    COLUMN_PRIVILEGES("TABLE_CAT, TABLE_SCHEM, TABLE_NAME, COLUMN_NAME, GRANTOR, GRANTEE, PRIVILEGE, IS_GRANTABLE"),
    SUPER_TABLES("TABLE_CAT, TABLE_SCHEM, TABLE_NAME, SUPERTABLE_NAME"),
    SUPER_TYPES("TYPE_CAT, TYPE_SCHEM, TYPE_NAME, SUPERTYPE_CAT, SUPERTYPE_SCHEM, SUPERTYPE_NAME"),
    USER_TYPES("TYPE_CAT, TYPE_SCHEM, TYPE_NAME, CLASS_NAME, DATA_TYPE INTEGER, REMARKS, BASE_TYPE SMALLINT"),
    ATTRIBUTES("TYPE_CAT, TYPE_SCHEM, TYPE_NAME, ATTR_NAME, DATA_TYPE INTEGER, ATTR_TYPE_NAME, ATTR_SIZE INTEGER,"
            + " DECIMAL_DIGITS INTEGER, NUM_PREC_RADIX INTEGER, NULLABLE INTEGER, REMARKS, ATTR_DEF, SQL_DATA_TYPE INTEGER,"
            + " SQL_DATETIME_SUB INTEGER, CHAR_OCTET_LENGTH INTEGER, ORDINAL_POSITION INTEGER, IS_NULLABLE, SCOPE_CATALOG,"
            + " SCOPE_SCHEMA, SCOPE_TABLE, SOURCE_DATA_TYPE SMALLINT"),
    CLIENT_INFO("NAME, MAX_LEN INTEGER, DEFAULT_VALUE, DESCRIPTION");

    private final Columns columns;

    /** @param list names, each with its type if that is not TEXT */
    MetaShape(String list) {
        String[] items = list.split(", *");
        String[] labels = new String[items.length];
        String[] types = new String[items.length];
        for (int i = 0; i < items.length; i++) {
            int blank = items[i].indexOf(' ');
            labels[i] = blank < 0 ? items[i] : items[i].substring(0, blank);
            types[i] = blank < 0 ? "TEXT" : items[i].substring(blank + 1);
        }
        columns = new Columns(labels, types, new String[items.length]);
    }

    /** These rows under these columns; belongs to no statement and holds no lane. */
    ResultSet of(List<@Nullable Object[]> rows) {
        return new ListResultSet(rows, columns);
    }

    ResultSet empty() {
        return of(List.of());
    }

    /** A row, by position. Numbers are Long, as everything that comes from SQLite. */
    static @Nullable Object[] row(@Nullable Object... values) {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Integer number) {
                values[i] = number.longValue();
            } else if (value instanceof Boolean truth) {
                values[i] = truth ? 1L : 0L;
            }
        }
        return values;
    }
}
