package dev.writelane.internal.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement and what the lanes must know of it.
 *
 * @param text the statement alone, without what stood before or behind it
 * @param kind what it does
 * @param parameters how many values it takes
 * @param insert whether its main verb is INSERT or REPLACE
 * @param returning whether it has a RETURNING clause of its own
 * @param temporary whether it creates an object in the temp schema
 * @param sessionFunctions whether it calls last_insert_rowid(), changes() or total_changes()
 * @param forUpdate whether it is a SELECT ... FOR UPDATE; the clause, which SQLite does not know, is not part of the text
 * @param inTransactionOnly whether its effect ends with the transaction, so that outside of one it would have none
 * @param name the savepoint's or pragma's name, if there is one
 * @param value the pragma's value, if one is given
 * @param pace how long the transactions lasted that began with it
 * @param refusal why it is refused and what to do instead, for {@link SqlKind#REFUSED}
 */
public record Sql(
        String text,
        SqlKind kind,
        int parameters,
        boolean insert,
        boolean returning,
        boolean temporary,
        boolean sessionFunctions,
        boolean forUpdate,
        boolean inTransactionOnly,
        Pace pace,
        @Nullable String name,
        @Nullable String value,
        @Nullable String refusal) {

    /** All statements of a text, in order; empty if it holds only blanks and comments. */
    public static List<Sql> parse(String script) {
        return Script.split(script);
    }

    /** Whether it is an INSERT, REPLACE, UPDATE or DELETE: what RETURNING may be added to. */
    public boolean changesRows() {
        return kind == SqlKind.WRITE && name == null; // a pragma that writes has a name
    }

    /** The same INSERT, returning the row ids of what it inserted or updated. */
    public String returningRowIds() {
        return text + " RETURNING rowid";
    }

    /** The same statement, returning the named columns of the rows that it changes. */
    public String returning(String[] columns) {
        StringBuilder sql = new StringBuilder(text).append(" RETURNING ");
        for (int i = 0; i < columns.length; i++) {
            // Backticks, because SQLite takes an unknown name in double quotes for a string.
            sql.append(i == 0 ? "`" : ", `")
                    .append(columns[i].replace("`", "``"))
                    .append('`');
        }
        return sql.toString();
    }
}
