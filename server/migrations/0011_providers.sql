-- People whom another service knows, by OpenID Connect.
-- Portable between SQLite and PostgreSQL. Instants are ISO text in UTC to the second.

-- Who somebody is at a service: its issuer, and its number for them. Addresses change hands, these do not.
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
) /* sqlite: WITHOUT ROWID */;
CREATE UNIQUE INDEX identities_by_account ON identities (account, issuer);

-- Somebody who has left for a service and is to come back within minutes, once, by the SHA-256 of `state`; `browser_hash`
-- is that of what the cookie of the browser holds.
CREATE TABLE departures (
    state_hash TEXT NOT NULL,
    browser_hash TEXT NOT NULL,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    left_at TEXT NOT NULL,
    PRIMARY KEY (state_hash)
) /* sqlite: WITHOUT ROWID */;
CREATE INDEX departures_by_time ON departures (left_at);
