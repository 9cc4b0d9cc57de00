-- Who may sign in, where they are signed in, and the log of what was done.
-- Portable between SQLite and PostgreSQL. Instants are ISO text in UTC to the second, truth values 0 or 1.

-- A person. Passwords are kept as Argon2id in the PHC string format; the second step's secret in base 32.
CREATE TABLE accounts (
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    role TEXT NOT NULL,
    password TEXT,
    totp_secret TEXT,
    totp_pending TEXT,
    totp_step BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    signed_in_at TEXT,
    deactivated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;
CREATE UNIQUE INDEX accounts_by_email ON accounts (email);

-- A hub area that is an account's own.
CREATE TABLE account_hubs (
    account TEXT NOT NULL,
    hub TEXT NOT NULL,
    PRIMARY KEY (account, hub)
) /* sqlite: WITHOUT ROWID */;

-- A session, by the SHA-256 of what its cookie holds. `stage` says what is still missing: code, enrol, or nothing (full).
CREATE TABLE sessions (
    id_hash TEXT NOT NULL,
    account TEXT NOT NULL,
    stage TEXT NOT NULL,
    device TEXT NOT NULL,
    started_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (id_hash)
) /* sqlite: WITHOUT ROWID */;
CREATE INDEX sessions_by_account ON sessions (account);

-- A link that works once, by the SHA-256 of its token: invite, reset, or set-up (of no account yet).
CREATE TABLE one_time_links (
    token_hash TEXT NOT NULL,
    account TEXT,
    purpose TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (token_hash)
) /* sqlite: WITHOUT ROWID */;

-- A recovery code that is left, by its SHA-256.
CREATE TABLE recovery_codes (
    account TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (account, code_hash)
) /* sqlite: WITHOUT ROWID */;

-- A try to sign in that has not succeeded, for an account or an address, by hash; kept for minutes.
CREATE TABLE sign_in_tries (
    id TEXT NOT NULL,
    subject TEXT NOT NULL,
    tried_at TEXT NOT NULL,
    PRIMARY KEY (id, subject)
) /* sqlite: WITHOUT ROWID */;
CREATE INDEX sign_in_tries_by_subject ON sign_in_tries (subject, tried_at);

-- The audit log. `hash` is the SHA-256 over the entry before it and this one.
CREATE TABLE audit_entries (
    number BIGINT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    event TEXT NOT NULL,
    about TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (number)
) /* sqlite: WITHOUT ROWID */;
