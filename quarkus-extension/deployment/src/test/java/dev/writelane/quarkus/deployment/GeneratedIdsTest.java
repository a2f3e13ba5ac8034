package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writelane.SqliteDatabase;
import io.quarkus.hibernate.orm.panache.PanacheEntity;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.hibernate.annotations.NativeGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ids that need a second transaction: said when the application is built, refused at once when it runs. */
class GeneratedIdsTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(
                    GivenBySqlite.class,
                    GivenNatively.class,
                    Random.class,
                    Chosen.class,
                    Numbered.class,
                    Active.class,
                    Base.class,
                    Derived.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:target/generated-ids-test.db")
            .overrideConfigKey("quarkus.hibernate-orm.schema-management.strategy", "drop-and-create")
            .setLogRecordPredicate(record -> record.getLevel().intValue() >= Level.WARNING.intValue())
            .assertLogRecords(records -> assertThat(records)
                    .extracting(LogRecord::getMessage)
                    .filteredOn(message -> message.startsWith("The id of entity"))
                    .satisfiesExactlyInAnyOrder(
                            message -> assertThat(message).contains(Chosen.class.getName(), "Chosen.id", "AUTO"),
                            message -> assertThat(message).contains(Derived.class.getName(), "Base.id", "TABLE"),
                            message -> assertThat(message).contains(Numbered.class.getName(), "SEQUENCE"),
                            message -> assertThat(message)
                                    .contains(Active.class.getName(), "PanacheEntity.id", "PanacheEntityBase")));

    @Inject
    EntityManager entities;

    @Inject
    SqliteDatabase database;

    @Test
    void anIdOfItsOwnTransactionWorksBeforeTheFirstStatement() {
        Chosen chosen = new Chosen();
        QuarkusTransaction.requiringNew().run(() -> entities.persist(chosen));
        assertThat(chosen.id).isPositive();
    }

    @Test
    void behindTheFirstStatementItIsRefusedAtOnceAndNothingIsKept() {
        Throwable error = catchThrowable(() -> QuarkusTransaction.requiringNew().run(() -> {
            entities.persist(new GivenBySqlite());
            entities.persist(new Numbered());
        }));

        assertThat(sqlErrorOf(error).getSQLState()).isEqualTo("25001");
        assertThat(database.status().counters().timeouts()).isZero();
        assertThat(database.status().lanes())
                .allSatisfy(lane -> assertThat(lane.holder()).as(lane.name()).isNull());
        long kept = QuarkusTransaction.requiringNew()
                .call(() -> entities.createQuery("select count(*) from GivenBySqlite g where g.id > 0", Long.class)
                        .getSingleResult());
        assertThat(kept).isZero();
    }

    @Test
    void idsOfTheInsertItselfWorkAnywhere() {
        GivenNatively natively = new GivenNatively();
        Random random = new Random();
        QuarkusTransaction.requiringNew().run(() -> {
            entities.createQuery("select count(*) from Random", Long.class).getSingleResult();
            entities.persist(natively);
            entities.persist(random);
        });
        assertThat(List.of(natively.id, random.id)).doesNotContainNull();
    }

    private static SQLException sqlErrorOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException found) {
                return found;
            }
        }
        throw new AssertionError("no SQLException", error);
    }

    @Entity(name = "GivenBySqlite")
    static class GivenBySqlite {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;
    }

    @Entity(name = "GivenNatively")
    static class GivenNatively {
        @Id
        @GeneratedValue
        @NativeGenerator
        Long id;
    }

    @Entity(name = "Random")
    static class Random {
        @Id
        @GeneratedValue
        UUID id;
    }

    @Entity(name = "Chosen")
    static class Chosen {
        @Id
        @GeneratedValue
        Long id;
    }

    @Entity(name = "Numbered")
    static class Numbered {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        int id;
    }

    @Entity(name = "Active")
    static class Active extends PanacheEntity {}

    @MappedSuperclass
    static class Base {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        long id;
    }

    @Entity(name = "Derived")
    static class Derived extends Base {}
}
