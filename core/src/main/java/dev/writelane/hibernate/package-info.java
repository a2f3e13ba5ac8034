/** For applications that have Hibernate ORM: the dialect that fits the kit's connections. */
@org.jspecify.annotations.NullMarked
package dev.writelane.hibernate;
