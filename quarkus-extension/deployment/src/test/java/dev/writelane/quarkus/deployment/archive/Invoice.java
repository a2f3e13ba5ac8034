package dev.writelane.quarkus.deployment.archive;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;

/** An entity of another persistence unit. */
@Entity
public class Invoice {
    @Id
    @GeneratedValue
    Long id;
}
