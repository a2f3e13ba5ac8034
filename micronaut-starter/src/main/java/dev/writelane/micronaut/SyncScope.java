package dev.writelane.micronaut;

import io.micronaut.core.propagation.PropagatedContextElement;
import java.sql.Connection;

/**
 * Says that a thread is inside a blocking scope of a connection ({@code @Transactional}, {@code @Connectable}, a repository's call): the
 * scope's frame is on that thread's stack, so the connection cannot end before whatever the thread does now. Travels in Micronaut's
 * context, also to other threads, which are inside of nothing by that.
 *
 * @param connection the scope's
 * @param thread who is inside
 */
record SyncScope(Connection connection, Thread thread) implements PropagatedContextElement {}
