package dev.writelane.internal.session;

import dev.writelane.spi.BlockingGuard;
import dev.writelane.spi.ContextCarrier;
import dev.writelane.spi.EnclosingConnections;
import dev.writelane.spi.Extensions;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Adds the extensions on the class path to those that were given. */
public final class Services {
    private Services() {}

    public static Extensions with(Extensions given) {
        return new Extensions(
                with(given.contextCarriers(), ContextCarrier.class),
                with(given.blockingGuards(), BlockingGuard.class),
                with(given.enclosingConnections(), EnclosingConnections.class));
    }

    private static <S> List<S> with(List<S> given, Class<S> type) {
        List<S> all = new ArrayList<>(given);
        ServiceLoader.load(type).forEach(all::add);
        return all;
    }
}
