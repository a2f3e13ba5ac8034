package dev.writelane.libraries;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An entity whose id is a UUID, with a column of each type that SQLite itself does not know. */
@Entity
class Receipt {
    enum Tier {
        STALLS,
        BALCONY
    }

    @Id
    @GeneratedValue(strategy = GenerationType.UUID)
    UUID id;

    Instant instant;
    LocalDateTime dateTime;
    LocalDate date;
    LocalTime time;
    OffsetDateTime offset;
    UUID uuid;

    @JdbcTypeCode(SqlTypes.CHAR)
    UUID uuidAsText;

    @Column(precision = 19, scale = 4)
    BigDecimal amount;

    /** NUMERIC makes a double of a number of more than 15 digits; TEXT keeps them all, at the price of its order. */
    @Column(columnDefinition = "text")
    BigDecimal exactAmount;

    Tier tierAsNumber;

    @Enumerated(EnumType.STRING)
    Tier tierAsText;

    byte[] bytes;

    @Lob
    String text;

    Boolean flag;
    Double ratio;
    Long large;

    @Version
    int version;

    Receipt() {}

    Receipt(long large) {
        this.large = large;
    }
}
