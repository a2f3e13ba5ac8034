-- In words that SQLite and PostgreSQL both take: SQLite keeps a UUID and a moment as text, and NUMERIC as a number.
CREATE TABLE event (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,
    venue     TEXT    NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sold      INTEGER NOT NULL
);

CREATE TABLE seat (
    id             INTEGER        PRIMARY KEY,
    event_id       BIGINT         NOT NULL REFERENCES event (id),
    row_name       TEXT           NOT NULL,
    number         INTEGER        NOT NULL,
    price          NUMERIC(10, 2) NOT NULL,
    reservation_id UUID,
    UNIQUE (event_id, row_name, number)
);

-- Seats are listed and exported in the order in which they were made; A comes before AA then.
CREATE INDEX seat_in_order ON seat (event_id, id);

-- A cancellation looks for its own seats only.
CREATE INDEX seat_sold ON seat (reservation_id) WHERE reservation_id IS NOT NULL;

-- A hundred of the dearest seats have two digits more than one of them.
CREATE TABLE reservation (
    id         UUID           PRIMARY KEY,
    event_id   BIGINT         NOT NULL REFERENCES event (id),
    customer   TEXT           NOT NULL,
    seats      TEXT           NOT NULL,
    total      NUMERIC(12, 2) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL
);
