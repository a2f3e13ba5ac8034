/**
 * What stands behind one logical connection: its transaction, its open cursors, the lanes it holds, and who may use it. The
 * state machine of the kit is {@link dev.writelane.internal.session.Session}.
 */
@org.jspecify.annotations.NullMarked
package dev.writelane.internal.session;
