package dev.writelane.quarkus.it.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import org.jspecify.annotations.Nullable;

/** Its id comes with its insert, its changes are versioned. */
@Entity
public class Seat {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    public int sector;
    public String label = "";
    public boolean sold;

    @Version
    public int version;

    public Seat() {}

    public Seat(String label) {
        this.label = label;
    }
}
