package dev.writelane.hibernate;

import java.util.List;
import java.util.Set;
import org.hibernate.LockOptions;
import org.hibernate.Locking;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.community.dialect.SQLiteDialect;
import org.hibernate.community.dialect.SQLiteSqlAstTranslator;
import org.hibernate.community.dialect.identity.SQLiteIdentityColumnSupport;
import org.hibernate.dialect.DatabaseVersion;
import org.hibernate.dialect.RowLockStrategy;
import org.hibernate.dialect.identity.IdentityColumnSupport;
import org.hibernate.dialect.lock.PessimisticLockStyle;
import org.hibernate.dialect.lock.internal.LockingSupportSimple;
import org.hibernate.dialect.lock.spi.ConnectionLockTimeoutStrategy;
import org.hibernate.dialect.lock.spi.LockTimeoutType;
import org.hibernate.dialect.lock.spi.LockingSupport;
import org.hibernate.dialect.lock.spi.OuterJoinLockingType;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.service.ServiceRegistry;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.SqlAstTranslatorFactory;
import org.hibernate.sql.ast.internal.NonLockingClauseStrategy;
import org.hibernate.sql.ast.internal.PessimisticLockKind;
import org.hibernate.sql.ast.spi.LockingClauseStrategy;
import org.hibernate.sql.ast.spi.StandardSqlAstTranslatorFactory;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.select.QuerySpec;
import org.hibernate.sql.exec.spi.JdbcOperation;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.UUIDJdbcType;
import org.hibernate.type.descriptor.sql.internal.DdlTypeImpl;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite dialect of Hibernate's community with five things put right (observed with Hibernate 7.2.6):
 *
 * <ul>
 *   <li>An IDENTITY column always gets its type. Without it, which the original does when a column before it is an integer,
 *       it is no row id: SQLite leaves it null.
 *   <li>An id comes back with its INSERT ({@code getGeneratedKeys()}), not by a second statement, {@code last_insert_rowid()}, which
 *       outside of a transaction may tell of another connection's insert.
 *   <li>A UUID is kept as its 36 characters, in a column declared {@code uuid}, as plain JDBC does; the original keeps 16 bytes.
 *   <li>A pessimistic lock says FOR UPDATE, which the kit's connections understand: it takes the write lane, also in a transaction that
 *       is READ_COMMITTED. The original says nothing. NOWAIT and SKIP LOCKED wait as any lock does, at most {@code acquire-timeout}.
 *   <li>A schema is valid when its columns keep what the entities store. SQLite decides by affinity
 *       (sqlite.org/datatype3.html), so TEXT serves a String and INTEGER a Long, an int or a boolean.
 * </ul>
 *
 * Needs {@code org.hibernate.orm:hibernate-community-dialects}; use it as {@code hibernate.dialect}. The Quarkus extension does so by
 * itself. Thread-safe, as any dialect.
 */
public class WritelaneDialect extends SQLiteDialect {
    /** What {@link dev.writelane.SqliteDatabase} asks of the library at least. */
    private static final DatabaseVersion VERSION = DatabaseVersion.make(3, 51, 3);

    private static final IdentityColumnSupport IDENTITY = new TypedIdentity();

    /** One clause at the end, without a timeout of its own: the kit has one for every wait. */
    private static final LockingSupport LOCKS = new LockingSupportSimple(
            PessimisticLockStyle.CLAUSE,
            LockTimeoutType.NONE,
            OuterJoinLockingType.FULL,
            ConnectionLockTimeoutStrategy.NONE);

    /** Columns of text: SQLite keeps whatever is written into them as it is. */
    private static final Set<Integer> TEXT = Set.of(
            SqlTypes.CHAR,
            SqlTypes.VARCHAR,
            SqlTypes.LONGVARCHAR,
            SqlTypes.LONG32VARCHAR,
            SqlTypes.CLOB,
            SqlTypes.NCHAR,
            SqlTypes.NVARCHAR,
            SqlTypes.LONGNVARCHAR,
            SqlTypes.LONG32NVARCHAR,
            SqlTypes.NCLOB);

    /**
     * What is written as text. A column that is declared so has numeric affinity: it keeps a moment, and would make the number 7 of a
     * String "007".
     */
    private static final Set<Integer> MOMENTS = Set.of(
            SqlTypes.DATE,
            SqlTypes.TIME,
            SqlTypes.TIME_WITH_TIMEZONE,
            SqlTypes.TIME_UTC,
            SqlTypes.TIMESTAMP,
            SqlTypes.TIMESTAMP_WITH_TIMEZONE,
            SqlTypes.TIMESTAMP_UTC);

    private static final Set<Integer> NAMES = Set.of(SqlTypes.ENUM, SqlTypes.NAMED_ENUM, SqlTypes.JSON, SqlTypes.UUID);

    /** Codes of Hibernate and JDBC whose columns keep the same values, whichever of them is declared. */
    private static final List<Set<Integer>> KEPT_ALIKE = List.of(
            Set.of(
                    SqlTypes.BOOLEAN,
                    SqlTypes.BIT,
                    SqlTypes.TINYINT,
                    SqlTypes.SMALLINT,
                    SqlTypes.INTEGER,
                    SqlTypes.BIGINT,
                    SqlTypes.NUMERIC,
                    SqlTypes.DECIMAL),
            Set.of(SqlTypes.FLOAT, SqlTypes.REAL, SqlTypes.DOUBLE, SqlTypes.NUMERIC, SqlTypes.DECIMAL),
            TEXT,
            MOMENTS,
            Set.of(
                    SqlTypes.BINARY,
                    SqlTypes.VARBINARY,
                    SqlTypes.LONGVARBINARY,
                    SqlTypes.LONG32VARBINARY,
                    SqlTypes.BLOB));

    /** For Hibernate, which finds it by its name. */
    public WritelaneDialect() {
        super(VERSION);
    }

    /** For Hibernate, when it has a connection to ask. */
    public WritelaneDialect(DialectResolutionInfo info) {
        super(info.makeCopyOrDefault(VERSION));
        registerKeywords(info);
    }

    @Override
    public void contributeTypes(TypeContributions types, ServiceRegistry services) {
        super.contributeTypes(types, services);
        types.contributeJdbcType(UUIDJdbcType.INSTANCE);
    }

    @Override
    protected void registerColumnTypes(TypeContributions types, ServiceRegistry services) {
        super.registerColumnTypes(types, services);
        types.getTypeConfiguration().getDdlTypeRegistry().addDescriptor(new DdlTypeImpl(SqlTypes.UUID, "uuid", this));
    }

    @Override
    public LockingSupport getLockingSupport() {
        return LOCKS;
    }

    @Override
    public String getForUpdateString() {
        return " for update";
    }

    @Override
    @SuppressWarnings("removal") // what Hibernate asks with
    public LockingClauseStrategy getLockingClauseStrategy(QuerySpec query, @Nullable LockOptions options) {
        PessimisticLockKind kind =
                options == null ? PessimisticLockKind.NONE : PessimisticLockKind.interpret(options.getLockMode());
        return kind == PessimisticLockKind.NONE
                ? NonLockingClauseStrategy.NON_CLAUSE_STRATEGY
                : buildLockingClauseStrategy(kind, RowLockStrategy.NONE, options, query.getRootPathsForLocking());
    }

    @Override
    public SqlAstTranslatorFactory getSqlAstTranslatorFactory() {
        return new StandardSqlAstTranslatorFactory() {
            @Override
            protected <T extends JdbcOperation> SqlAstTranslator<T> buildTranslator(
                    SessionFactoryImplementor sessions, Statement statement) {
                return new LockingTranslator<>(sessions, statement);
            }
        };
    }

    @Override
    public IdentityColumnSupport getIdentityColumnSupport() {
        return IDENTITY;
    }

    @Override
    public boolean getDefaultUseGetGeneratedKeys() {
        return true;
    }

    @Override
    public boolean equivalentTypes(int mapped, int declared) {
        return super.equivalentTypes(mapped, declared)
                || TEXT.contains(declared) && (MOMENTS.contains(mapped) || NAMES.contains(mapped))
                || KEPT_ALIKE.stream().anyMatch(kept -> kept.contains(mapped) && kept.contains(declared));
    }

    /** Lets locks be clauses, of any query: the kit takes the whole file. */
    private static final class LockingTranslator<T extends JdbcOperation> extends SQLiteSqlAstTranslator<T> {

        LockingTranslator(SessionFactoryImplementor sessions, Statement statement) {
            super(sessions, statement);
        }

        @Override
        protected LockStrategy determineLockingStrategy(QuerySpec query, Locking.FollowOn followOn) {
            return query.isRoot() ? LockStrategy.CLAUSE : LockStrategy.NONE;
        }
    }

    private static final class TypedIdentity extends SQLiteIdentityColumnSupport {

        /**
         * Hibernate leaves a text out that the table's lower-cased definition contains already, which "integer" does. In capitals it is
         * never found there.
         */
        @Override
        public String getIdentityColumnString(int type) {
            return "INTEGER";
        }
    }
}
