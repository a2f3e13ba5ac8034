package dev.writelane.spi;

import java.util.List;

/**
 * What an application gave to {@link dev.writelane.SqliteConfig.Builder}, beside what {@link java.util.ServiceLoader} finds.
 *
 * @param contextCarriers in the order in which they are set up
 * @param blockingGuards each may forbid a thread to block
 * @param enclosingConnections all are asked
 */
public record Extensions(
        List<ContextCarrier> contextCarriers,
        List<BlockingGuard> blockingGuards,
        List<EnclosingConnections> enclosingConnections) {
    /** Copies the lists. */
    public Extensions {
        contextCarriers = List.copyOf(contextCarriers);
        blockingGuards = List.copyOf(blockingGuards);
        enclosingConnections = List.copyOf(enclosingConnections);
    }
}
