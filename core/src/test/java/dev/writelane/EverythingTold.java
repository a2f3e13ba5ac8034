package dev.writelane;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import dev.writelane.spi.DatabaseObserver;
import dev.writelane.spi.LaneObserver;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Collects all that the kit tells anybody while it is open: errors with their causes, logs of every level, what observers get. */
final class EverythingTold implements AutoCloseable {
    private final ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.writelane");
    private final CapturedLog lines = new CapturedLog();

    EverythingTold() {
        lines.start();
        logger.setLevel(Level.TRACE);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    void text(Object text) {
        told.add(String.valueOf(text));
    }

    /** An error with all that hangs on it. */
    void error(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            told.add(cause + " " + cause.getMessage() + " " + cause.getLocalizedMessage());
            for (Throwable suppressed : cause.getSuppressed()) {
                error(suppressed);
            }
            SQLException next = cause instanceof SQLException sql ? sql.getNextException() : null;
            if (next != null) {
                error(next);
            }
        }
    }

    DatabaseObserver observer() {
        InvocationHandler hears = (proxy, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "observer";
                };
            }
            told.add(method.getName() + Arrays.toString(arguments));
            return null;
        };
        return (DatabaseObserver) Proxy.newProxyInstance(
                EverythingTold.class.getClassLoader(),
                new Class<?>[] {DatabaseObserver.class, LaneObserver.class},
                hears);
    }

    List<String> all() {
        for (ILoggingEvent line : lines.list) {
            told.add(line.getFormattedMessage());
            for (IThrowableProxy thrown = line.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
                told.add(thrown.getMessage());
            }
        }
        return List.copyOf(told);
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }
}
