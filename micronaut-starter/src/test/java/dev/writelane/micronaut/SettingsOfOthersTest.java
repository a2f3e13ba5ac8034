package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micronaut.context.ApplicationContext;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** No setting is ignored in silence, also when the datasource has moved to a server. */
class SettingsOfOthersTest {

    @Test
    void whatHasNoEffectOnAServerIsToldAtTheStart() {
        Logger logger = (Logger) LoggerFactory.getLogger(SettingsOfOthers.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (ApplicationContext context = ApplicationContext.builder(Map.of(
                        // Disabled, so that no pool looks for the server.
                        "datasources.default.enabled", "false",
                        "datasources.default.url", "jdbc:postgresql://localhost/orders",
                        "datasources.default.writelane.readers", "8",
                        "datasources.default.writelane.pragmas.recursive_triggers", "true",
                        "datasources.other.enabled", "false",
                        "datasources.other.url", "jdbc:sqlite:target/other.db",
                        "datasources.other.writelane.readers", "8"))
                .start()) {
            assertThat(context.isRunning()).isTrue();
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("datasources.default.writelane.pragmas.recursive_triggers,"
                            + " datasources.default.writelane.readers has no effect: datasources.default.url is not"
                            + " SQLite's");
        } finally {
            logger.detachAppender(log);
        }
    }
}
