-- The dataset of a version, packed for questions: a copy that can be thrown away and is then made anew from the rows.

CREATE TABLE packed (
    version BIGINT NOT NULL,
    -- The build of the product that made it: another one does not read it.
    make TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (version)
);
