-- Engagement: how schools take part beside the programmes, why some do not, and what is done about gaps.
-- Portable between SQLite and PostgreSQL. Dates are ISO text, instants ISO text in UTC, truth values 0 or 1.
-- The comment after a table's closing bracket becomes part of the statement on SQLite only.

-- An induction period that an appropriate body has registered; no name of the body is an empty text.
CREATE TABLE inductions (
    trn TEXT NOT NULL,
    started_on TEXT NOT NULL,
    appropriate_body TEXT NOT NULL,
    urn BIGINT,
    ended_on TEXT,
    programme TEXT,
    outcome TEXT,
    PRIMARY KEY (trn, started_on, appropriate_body)
) /* sqlite: WITHOUT ROWID */;

-- The end of an induction period, as it was told to the service.
CREATE TABLE induction_ends (
    trn TEXT NOT NULL,
    ended_on TEXT NOT NULL,
    outcome TEXT,
    terms DOUBLE PRECISION,
    PRIMARY KEY (trn, ended_on)
) /* sqlite: WITHOUT ROWID */;

-- Trainee teachers placed at a school; no name of their provider is an empty text.
CREATE TABLE placements (
    urn BIGINT NOT NULL,
    started_on TEXT NOT NULL,
    provider TEXT NOT NULL,
    ended_on TEXT,
    trainees BIGINT NOT NULL,
    PRIMARY KEY (urn, started_on, provider)
) /* sqlite: WITHOUT ROWID */;

-- People of a school at an event.
CREATE TABLE attendances (
    event TEXT NOT NULL,
    held_on TEXT NOT NULL,
    urn BIGINT NOT NULL,
    people BIGINT NOT NULL,
    PRIMARY KEY (event, held_on, urn)
) /* sqlite: WITHOUT ROWID */;

-- A contact with a school: imported, or recorded here by somebody.
CREATE TABLE contacts (
    urn BIGINT NOT NULL,
    contacted_on TEXT NOT NULL,
    kind TEXT NOT NULL,
    outcome TEXT,
    note TEXT,
    author TEXT,
    PRIMARY KEY (urn, contacted_on, kind)
) /* sqlite: WITHOUT ROWID */;

-- Why a school does not engage: imported, or recorded here by somebody.
CREATE TABLE reasons (
    urn BIGINT NOT NULL,
    noted_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    note TEXT,
    author TEXT,
    PRIMARY KEY (urn, noted_on)
) /* sqlite: WITHOUT ROWID */;

-- What is done about a gap: the segment as its canonical query string, and the measure that falls short in it.
CREATE TABLE gap_actions (
    id BIGINT NOT NULL PRIMARY KEY,
    segment TEXT NOT NULL,
    measure TEXT NOT NULL,
    what TEXT NOT NULL,
    who TEXT,
    due_on TEXT,
    state TEXT NOT NULL,
    note TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    author TEXT
);
