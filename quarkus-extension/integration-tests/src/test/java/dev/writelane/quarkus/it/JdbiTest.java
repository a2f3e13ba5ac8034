package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.jdbi.WritelanePlugin;
import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jdbi on Agroal's DataSource takes part in JTA's transaction, with the plugin and without. */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class JdbiTest {
    @Inject
    AgroalDataSource dataSource;

    @BeforeEach
    void clear() {
        Jdbi.create(dataSource).useHandle(handle -> handle.execute("DELETE FROM note"));
    }

    private Jdbi jdbi(boolean withPlugin) {
        Jdbi jdbi = Jdbi.create(dataSource);
        return withPlugin ? jdbi.installPlugin(new WritelanePlugin()) : jdbi;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoHandlesAreOneTransactionAndRolledBackTogether(boolean withPlugin) {
        Jdbi jdbi = jdbi(withPlugin);
        QuarkusTransaction.requiringNew().run(() -> {
            jdbi.useHandle(handle -> handle.execute("INSERT INTO note(text) VALUES ('first')"));
            assertThat(count(jdbi)).as("seen by the second handle").isEqualTo(1);
            jdbi.useHandle(handle -> handle.execute("INSERT INTO note(text) VALUES ('second')"));
        });
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    jdbi.useHandle(handle -> handle.execute("INSERT INTO note(text) VALUES ('third')"));
                    jdbi.useHandle(handle -> handle.execute("INSERT INTO note(text) VALUES ('fourth')"));
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        assertThat(count(jdbi)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTransactionOfJdbisOwnWorksOutsideOfJta(boolean withPlugin) {
        Jdbi jdbi = jdbi(withPlugin);
        assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                    handle.execute("INSERT INTO note(text) VALUES ('lost')");
                    throw new IllegalStateException("rolled back");
                }))
                .hasMessage("rolled back");
        jdbi.useTransaction(handle -> handle.execute("INSERT INTO note(text) VALUES ('kept')"));
        assertThat(count(jdbi)).isEqualTo(1);
    }

    private static long count(Jdbi jdbi) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM note")
                .mapTo(Long.class)
                .one());
    }
}
