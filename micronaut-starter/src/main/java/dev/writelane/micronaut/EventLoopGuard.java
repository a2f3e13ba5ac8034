package dev.writelane.micronaut;

import dev.writelane.spi.BlockingGuard;
import io.micronaut.core.reflect.ClassUtils;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.web.router.MethodBasedRouteInfo;
import io.micronaut.web.router.RouteAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.NonBlocking;

/**
 * Knows the threads that must not block: Netty's event loops as Micronaut makes them, and Reactor's own non-blocking ones; all carry
 * Reactor's mark. One request that waits on an event loop stops all others of that loop.
 *
 * <p>Found by {@link java.util.ServiceLoader}: one object for every context of the process, so that two that open the same file share it.
 */
public final class EventLoopGuard implements BlockingGuard {
    private static final boolean MARKED = isPresent("reactor.core.scheduler.NonBlocking");
    private static final boolean ROUTED = isPresent("io.micronaut.web.router.RouteAttributes");

    private static boolean isPresent(String name) {
        return ClassUtils.isPresent(name, EventLoopGuard.class.getClassLoader());
    }

    @Override
    public @Nullable String remedy(Thread current) {
        if (!MARKED || !Marked.is(current)) {
            return null;
        }
        return "Annotate "
                + (ROUTED ? Route.current() : Optional.<String>empty()).orElse("the controller or its method")
                + " with @ExecuteOn(TaskExecutors.BLOCKING).";
    }

    /** Loaded only where Reactor is. */
    private static final class Marked {
        static boolean is(Thread thread) {
            return thread instanceof NonBlocking;
        }
    }

    /** Loaded only where there is a server. */
    private static final class Route {
        static Optional<String> current() {
            return ServerRequestContext.currentRequest()
                    .flatMap(RouteAttributes::getRouteMatch)
                    .map(route -> route.getRouteInfo())
                    .filter(MethodBasedRouteInfo.class::isInstance)
                    .map(route -> ((MethodBasedRouteInfo<?, ?>) route).getTargetMethod())
                    .map(method -> method.getDeclaringType().getSimpleName() + "." + method.getMethodName() + "()");
        }
    }
}
