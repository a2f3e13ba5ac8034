package dev.writelane;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.concurrent.CopyOnWriteArrayList;

/** An appender whose list may be read while threads log. */
final class CapturedLog extends ListAppender<ILoggingEvent> {
    CapturedLog() {
        list = new CopyOnWriteArrayList<>();
    }
}
