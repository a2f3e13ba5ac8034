/**
 * Persistence libraries on the plain DataSource, without an integration: each test is a promise to those who use the library,
 * not a test of it.
 */
package dev.writelane.libraries;
