package dev.writelane.jdbi;

import dev.writelane.spi.EnclosingConnections;
import java.sql.Connection;
import java.util.List;

/** Tells core inside of which handles the calling thread is. Found by {@link java.util.ServiceLoader}; applications have no use for it. */
public final class EnclosingHandles implements EnclosingConnections {
    @Override
    public List<Connection> current() {
        return ThreadHandleScope.connectionsOfThread();
    }

    @Override
    public String remedy() {
        return "Use the outer handle: useHandle, useTransaction and on-demand objects of the same Jdbi find it, jdbi.open() and another"
                + " Jdbi do not; or commit it before.";
    }
}
