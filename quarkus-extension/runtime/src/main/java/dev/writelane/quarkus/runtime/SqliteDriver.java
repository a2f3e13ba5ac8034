package dev.writelane.quarkus.runtime;

import dev.writelane.SqliteDatabase;
import dev.writelane.quarkus.runtime.jta.TransactionNotes;
import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.arc.Arc;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What Agroal calls: hands out logical connections of the {@link SqliteDatabase} that belongs to the datasource. The datasource's name
 * comes as a property, {@link #DATA_SOURCE}, which the build adds, and whether its connections take part in JTA's transactions as
 * another, {@link #TRANSACTIONS}.
 *
 * <p>Agroal makes one object for each datasource. Not registered with {@link java.sql.DriverManager}. Thread-safe.
 */
public final class SqliteDriver implements Driver {
    /** The property with the datasource's name. */
    public static final String DATA_SOURCE = "writelane.datasource";

    /** The property that says {@code true} when connections take part in JTA's transactions. */
    public static final String TRANSACTIONS = "writelane.transactions";

    private volatile @Nullable DataSource source;

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        String name = properties.getProperty(DATA_SOURCE);
        if (name == null) {
            throw new SQLException("This driver serves the datasources of Quarkus, which say their name by the"
                    + " property " + DATA_SOURCE + "; elsewhere use SqliteDatabase.open.");
        }
        if ("true".equals(properties.getProperty(TRANSACTIONS))) {
            TransactionNotes.failIfAnotherTakesPart(name);
        }
        DataSource known = source;
        if (known == null) {
            known = Arc.container()
                    .select(SqliteDatabase.class, AgroalDataSourceUtil.qualifier(name))
                    .get()
                    .dataSource();
            source = known;
        }
        return known.getConnection();
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith("jdbc:sqlite:");
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Writelane logs through SLF4J.");
    }
}
