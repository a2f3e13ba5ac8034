-- SQLite's own types: Hibernate finds them valid by their affinity.
CREATE TABLE Seat (
    id INTEGER PRIMARY KEY,
    sector INTEGER NOT NULL,
    label TEXT NOT NULL UNIQUE,
    sold INTEGER NOT NULL,
    version INTEGER NOT NULL
);
CREATE TABLE Ticket (id UUID PRIMARY KEY, price NUMERIC NOT NULL, boughtAt TEXT NOT NULL);
CREATE TABLE Guest (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
