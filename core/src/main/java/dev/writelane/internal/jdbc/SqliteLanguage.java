package dev.writelane.internal.jdbc;

import java.sql.DatabaseMetaData;

/** The language that SQLite speaks: its names, quotes, words, functions, and its limits. */
abstract class SqliteLanguage implements DatabaseMetaData {
    /** Keywords of sqlite.org/lang_keywords.html that SQL:2003 does not reserve. */
    private static final String KEYWORDS =
            "ABORT,ACTION,AFTER,ALWAYS,ANALYZE,ASC,ATTACH,AUTOINCREMENT,BEFORE,CASCADE,CONFLICT,"
                    + "CURRENT,DATABASE,DEFERRABLE,DEFERRED,DESC,DETACH,DO,EXCLUDE,EXCLUSIVE,EXPLAIN,FAIL,FIRST,FOLLOWING,GENERATED,"
                    + "GLOB,GROUPS,IF,IGNORE,IMMEDIATE,INDEX,INDEXED,INITIALLY,INSTEAD,ISNULL,KEY,LAST,LIMIT,MATERIALIZED,NOTHING,"
                    + "NOTNULL,NULLS,OFFSET,OTHERS,PLAN,PRAGMA,PRECEDING,QUERY,RAISE,REGEXP,REINDEX,RENAME,REPLACE,RESTRICT,RETURNING,"
                    + "TEMP,TEMPORARY,TIES,TRANSACTION,UNBOUNDED,VACUUM,VIEW,VIRTUAL,WITHOUT";

    // ---- names ----

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSearchStringEscape() {
        return "\\";
    }

    @Override
    public String getExtraNameCharacters() {
        return "$";
    }

    @Override
    public String getSQLKeywords() {
        return KEYWORDS;
    }

    @Override
    public String getCatalogTerm() {
        return "catalog";
    }

    @Override
    public String getSchemaTerm() {
        return "schema";
    }

    @Override
    public String getProcedureTerm() {
        return "procedure";
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    @Override
    public boolean isCatalogAtStart() {
        return true;
    }

    // ---- functions; by their own names, since there is no escape syntax ----

    @Override
    public String getNumericFunctions() {
        return "ABS,ACOS,ASIN,ATAN,ATAN2,CEILING,COS,DEGREES,EXP,FLOOR,LN,LOG10,MOD,PI,POWER,RADIANS,RANDOM,ROUND,SIGN,SIN,SQRT,TAN";
    }

    @Override
    public String getStringFunctions() {
        return "CHAR,CONCAT,FORMAT,HEX,INSTR,LENGTH,LOWER,LTRIM,REPLACE,RTRIM,SUBSTR,SUBSTRING,TRIM,UNICODE,UPPER";
    }

    @Override
    public String getSystemFunctions() {
        return "COALESCE,IFNULL,IIF,NULLIF,TYPEOF";
    }

    @Override
    public String getTimeDateFunctions() {
        return "DATE,TIME,DATETIME,JULIANDAY,STRFTIME,TIMEDIFF,UNIXEPOCH";
    }

    // ---- how identifiers are kept ----

    @Override
    public boolean storesMixedCaseIdentifiers() {
        return true;
    }

    @Override
    public boolean storesMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean storesLowerCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean storesLowerCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean storesUpperCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean storesUpperCaseQuotedIdentifiers() {
        return false;
    }

    /** SQLite compares names without regard to case, quoted or not. */
    @Override
    public boolean supportsMixedCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsMixedCaseQuotedIdentifiers() {
        return false;
    }

    // ---- nulls: smaller than every value ----

    @Override
    public boolean nullsAreSortedLow() {
        return true;
    }

    @Override
    public boolean nullsAreSortedHigh() {
        return false;
    }

    @Override
    public boolean nullsAreSortedAtStart() {
        return false;
    }

    @Override
    public boolean nullsAreSortedAtEnd() {
        return false;
    }

    @Override
    public boolean nullPlusNonNullIsNull() {
        return true;
    }

    // ---- limits; 0 is no limit, or one that depends on how the library was built ----

    @Override
    public int getMaxBinaryLiteralLength() {
        return 0;
    }

    @Override
    public int getMaxCharLiteralLength() {
        return 0;
    }

    @Override
    public int getMaxColumnNameLength() {
        return 0;
    }

    @Override
    public int getMaxColumnsInGroupBy() {
        return 0;
    }

    @Override
    public int getMaxColumnsInIndex() {
        return 0;
    }

    @Override
    public int getMaxColumnsInOrderBy() {
        return 0;
    }

    @Override
    public int getMaxColumnsInSelect() {
        return 0;
    }

    @Override
    public int getMaxColumnsInTable() {
        return 0;
    }

    @Override
    public int getMaxConnections() {
        return 0;
    }

    @Override
    public int getMaxCursorNameLength() {
        return 0;
    }

    @Override
    public int getMaxIndexLength() {
        return 0;
    }

    @Override
    public int getMaxSchemaNameLength() {
        return 0;
    }

    @Override
    public int getMaxProcedureNameLength() {
        return 0;
    }

    @Override
    public int getMaxCatalogNameLength() {
        return 0;
    }

    @Override
    public int getMaxRowSize() {
        return 0;
    }

    @Override
    public int getMaxStatementLength() {
        return 0;
    }

    @Override
    public int getMaxStatements() {
        return 0;
    }

    @Override
    public int getMaxTableNameLength() {
        return 0;
    }

    @Override
    public int getMaxUserNameLength() {
        return 0;
    }

    /** Tables are counted in the bits of a long (sqlite.org/limits.html). */
    @Override
    public int getMaxTablesInSelect() {
        return 64;
    }

    @Override
    public boolean doesMaxRowSizeIncludeBlobs() {
        return true;
    }
}
