/**
 * A load client for any of the box-office examples, with an audit that reads the database file by itself.
 *
 * <p>{@link dev.writelane.examples.boxoffice.rush.Rush} drives the load and keeps a ledger of what the server
 * acknowledged; {@link dev.writelane.examples.boxoffice.rush.Audit} compares the file with the ledger, in a process of
 * its own and through the stock driver; {@link dev.writelane.examples.boxoffice.rush.Demo} starts an example and runs
 * both against it. Nothing here knows the kit: it could not cover up for it.
 */
@NullMarked
package dev.writelane.examples.boxoffice.rush;

import org.jspecify.annotations.NullMarked;
