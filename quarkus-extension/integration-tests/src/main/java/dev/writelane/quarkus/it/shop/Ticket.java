package dev.writelane.quarkus.it.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Its id is random and known before its insert, so that inserts go in batches. */
@Entity
public class Ticket {
    @Id
    @GeneratedValue
    public @Nullable UUID id;

    public BigDecimal price = BigDecimal.TEN;
    public Instant boughtAt = Instant.EPOCH;
}
