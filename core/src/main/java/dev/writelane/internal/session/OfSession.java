package dev.writelane.internal.session;

/** A connection of this kit, found through any wrapper by {@link java.sql.Connection#unwrap}. */
public interface OfSession {
    /** What stands behind it. */
    Session session();
}
