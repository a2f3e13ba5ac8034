package dev.writelane.libraries;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

/** An entity whose id SQLite gives, whose label is unique and whose changes are versioned. */
@Entity
class Booking {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Column(nullable = false, unique = true)
    String label;

    int tickets;

    @Version
    int version;

    Booking() {}

    Booking(String label) {
        this.label = label;
    }
}
