-- Understood by SQLite and by PostgreSQL. Ids are made in Java: the two have no spelling in common for those that the database makes.
CREATE TABLE product (
    id    UUID    NOT NULL PRIMARY KEY,
    name  TEXT    NOT NULL,
    stock INTEGER NOT NULL CHECK (stock >= 0)
);

CREATE TABLE purchase (
    id           UUID                     NOT NULL PRIMARY KEY,
    product_id   UUID                     NOT NULL REFERENCES product (id),
    quantity     INTEGER                  NOT NULL CHECK (quantity > 0),
    purchased_at TIMESTAMP WITH TIME ZONE NOT NULL
);

CREATE INDEX purchase_of_product ON purchase (product_id, purchased_at);
