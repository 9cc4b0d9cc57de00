-- What sharing figures told last of a programme and year of few starts, packed: counts and what was told of them, nobody's rows.
-- The next version of the data reckons with it. Portable between SQLite and PostgreSQL.

CREATE TABLE told (
    programme TEXT NOT NULL,
    -- First calendar year of the academic year.
    year BIGINT NOT NULL,
    -- The version of the data that told it.
    version BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (programme, year)
);
