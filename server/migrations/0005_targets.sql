-- Targets of hub areas, and the similar hub areas that were kept for a year.
-- Portable between SQLite and PostgreSQL. Instants are ISO text in UTC.

-- A target: percent, or participants per 100 teachers, as its measure says.
CREATE TABLE targets (
    hub TEXT NOT NULL,
    year BIGINT NOT NULL,
    measure TEXT NOT NULL,
    value DOUBLE PRECISION NOT NULL,
    set_at TEXT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (hub, year, measure)
) /* sqlite: WITHOUT ROWID */;

-- A hub area's similar ones as they were kept for a year, the nearest first.
CREATE TABLE similar_hubs (
    year BIGINT NOT NULL,
    hub TEXT NOT NULL,
    place BIGINT NOT NULL,
    neighbour TEXT NOT NULL,
    distance DOUBLE PRECISION NOT NULL,
    kept_at TEXT NOT NULL,
    PRIMARY KEY (year, hub, place)
) /* sqlite: WITHOUT ROWID */;
