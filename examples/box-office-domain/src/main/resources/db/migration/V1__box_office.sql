CREATE TABLE event (
    id        INTEGER PRIMARY KEY,
    name      TEXT    NOT NULL,
    venue     TEXT    NOT NULL,
    starts_at TIMESTAMP NOT NULL,
    sold      INTEGER NOT NULL
);

CREATE TABLE seat (
    id             INTEGER        PRIMARY KEY,
    event_id       INTEGER        NOT NULL REFERENCES event (id),
    row_name       TEXT           NOT NULL,
    number         INTEGER        NOT NULL,
    price          NUMERIC(10, 2) NOT NULL,
    reservation_id TEXT,
    UNIQUE (event_id, row_name, number)
);

-- Seats are listed and exported in the order in which they were made; A comes before AA then.
CREATE INDEX seat_in_order ON seat (event_id, id);

-- A cancellation looks for its own seats only.
CREATE INDEX seat_sold ON seat (reservation_id) WHERE reservation_id IS NOT NULL;

CREATE TABLE reservation (
    id         TEXT           PRIMARY KEY,
    event_id   INTEGER        NOT NULL REFERENCES event (id),
    customer   TEXT           NOT NULL,
    seats      TEXT           NOT NULL,
    total      NUMERIC(10, 2) NOT NULL,
    created_at TIMESTAMP      NOT NULL
);
