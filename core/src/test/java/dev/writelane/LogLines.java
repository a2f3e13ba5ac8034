package dev.writelane;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The warnings of one class while it is open, kept off the console. */
final class LogLines implements AutoCloseable {
    private final Logger logger;
    private final CapturedLog lines = new CapturedLog();

    LogLines(Class<?> of) {
        this(of.getName());
    }

    LogLines(String className) {
        logger = (Logger) LoggerFactory.getLogger(className);
        lines.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    List<ILoggingEvent> events() {
        return List.copyOf(lines.list);
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
