-- Packs for meetings and updates, and what was frozen of pages and packs: disclosed figures only, never rows of people.
-- Portable between SQLite and PostgreSQL. Instants are ISO text in UTC, days ISO text, bodies JSON.

-- A pack as it stands now. `hub` is the code of its hub area; a provider's own pack has none.
CREATE TABLE packs (
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    hub TEXT NOT NULL,
    year BIGINT NOT NULL,
    title TEXT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    author TEXT NOT NULL,
    removed_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- Every version of a pack that was saved.
CREATE TABLE pack_versions (
    pack BIGINT NOT NULL,
    version BIGINT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (pack, version)
) /* sqlite: WITHOUT ROWID */;

-- A day on which a pack is frozen by itself.
CREATE TABLE pack_dates (
    pack BIGINT NOT NULL,
    on_day TEXT NOT NULL,
    done_at TEXT,
    PRIMARY KEY (pack, on_day)
) /* sqlite: WITHOUT ROWID */;

-- A template of the provider's own.
CREATE TABLE pack_templates (
    id BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- What was frozen, by the secret part of its address. `pack` is 0 for a page. `bytes` is there once it is made.
CREATE TABLE frozen (
    token TEXT NOT NULL,
    pack BIGINT NOT NULL,
    hub TEXT NOT NULL,
    title TEXT NOT NULL,
    question TEXT NOT NULL,
    open_to TEXT NOT NULL,
    expires_on TEXT NOT NULL,
    state TEXT NOT NULL,
    parts BIGINT NOT NULL,
    parts_done BIGINT NOT NULL,
    asked_at TEXT NOT NULL,
    begun_at TEXT,
    made_at TEXT,
    author TEXT NOT NULL,
    account TEXT NOT NULL,
    revoked_at TEXT,
    data_version BIGINT NOT NULL,
    bytes BYTEA,
    PRIMARY KEY (token)
);
CREATE INDEX frozen_by_state ON frozen (state);
