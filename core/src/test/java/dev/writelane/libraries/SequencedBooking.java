package dev.writelane.libraries;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** An entity with Hibernate's choice of id, which is a sequence: for SQLite a table, read in a transaction of its own. */
@Entity
class SequencedBooking {
    @Id
    @GeneratedValue
    Long id;
}
