-- The foundation: what importers fill, what each import was, and the version of the whole.
-- Portable between SQLite and PostgreSQL. Dates are ISO text, instants ISO text in UTC, truth values 0 or 1.
-- The comment after a table's closing bracket becomes part of the statement on SQLite only.

-- A row of the school register.
CREATE TABLE schools (
    urn BIGINT NOT NULL,
    name TEXT,
    la_code TEXT,
    la_name TEXT,
    gss_la_code TEXT,
    establishment_number TEXT,
    type_code BIGINT,
    status_code BIGINT,
    phase_code BIGINT,
    opened_on TEXT,
    closed_on TEXT,
    low_age BIGINT,
    high_age BIGINT,
    pupils BIGINT,
    fsm_percent DOUBLE PRECISION,
    trust_code TEXT,
    trust_name TEXT,
    ukprn TEXT,
    postcode TEXT,
    region_letter TEXT,
    district_code TEXT,
    district_name TEXT,
    urban_rural TEXT,
    updated_at TEXT,
    PRIMARY KEY (urn)
) /* sqlite: WITHOUT ROWID */;

-- Two schools that follow one another, or are otherwise linked.
CREATE TABLE school_links (
    urn BIGINT NOT NULL,
    linked_urn BIGINT NOT NULL,
    link_type TEXT NOT NULL,
    established_on TEXT,
    PRIMARY KEY (urn, linked_urn, link_type)
) /* sqlite: WITHOUT ROWID */;

-- A trust, federation or sponsor.
CREATE TABLE trusts (
    uid TEXT NOT NULL,
    group_id TEXT,
    name TEXT,
    type_code BIGINT,
    closed_on TEXT,
    PRIMARY KEY (uid)
) /* sqlite: WITHOUT ROWID */;

-- A school's membership of a group.
CREATE TABLE trust_members (
    urn BIGINT NOT NULL,
    uid TEXT NOT NULL,
    joined_on TEXT,
    PRIMARY KEY (urn, uid)
) /* sqlite: WITHOUT ROWID */;

-- Approval of an independent special school under section 41.
CREATE TABLE section41 (
    urn BIGINT NOT NULL,
    granted_on TEXT,
    revoked_on TEXT,
    PRIMARY KEY (urn)
) /* sqlite: WITHOUT ROWID */;

-- A school on a dated priority list.
CREATE TABLE priority_listings (
    list TEXT NOT NULL,
    urn BIGINT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    PRIMARY KEY (list, urn, from_on)
) /* sqlite: WITHOUT ROWID */;

-- The hub area of a school that its district does not decide.
CREATE TABLE hub_overrides (
    urn BIGINT NOT NULL,
    hub_area TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    PRIMARY KEY (urn, from_on)
) /* sqlite: WITHOUT ROWID */;

-- Which hub area a delivery partner stands for.
CREATE TABLE partner_hubs (
    partner TEXT NOT NULL,
    hub_area TEXT NOT NULL,
    PRIMARY KEY (partner, hub_area)
) /* sqlite: WITHOUT ROWID */;

-- Who delivered in a cohort whose declarations do not say.
CREATE TABLE partner_schools (
    urn BIGINT NOT NULL,
    cohort BIGINT NOT NULL,
    partner TEXT NOT NULL,
    PRIMARY KEY (urn, cohort)
) /* sqlite: WITHOUT ROWID */;

-- Teachers at a school in a year.
CREATE TABLE headcounts (
    urn BIGINT NOT NULL,
    year BIGINT NOT NULL,
    teachers DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (urn, year)
) /* sqlite: WITHOUT ROWID */;

-- A person in training, as the lead provider's feed has them.
CREATE TABLE participants (
    id TEXT NOT NULL,
    full_name TEXT,
    trn TEXT,
    email TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- One person had two ids.
CREATE TABLE participant_id_changes (
    from_id TEXT NOT NULL,
    to_id TEXT NOT NULL,
    changed_at TEXT,
    PRIMARY KEY (from_id)
) /* sqlite: WITHOUT ROWID */;

-- A person's place on a course: an NPQ application that was accepted, or an ECF/ECTE training record.
CREATE TABLE enrolments (
    id TEXT NOT NULL,
    programme TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    role TEXT NOT NULL,
    course TEXT NOT NULL,
    cohort BIGINT,
    cohort_suffix TEXT,
    schedule TEXT,
    school_urn BIGINT,
    training_status TEXT,
    participant_status TEXT,
    funded BIGINT,
    delivery_partner_id TEXT,
    mentor_id TEXT,
    withdrawal_reason TEXT,
    withdrawn_on TEXT,
    deferral_reason TEXT,
    deferred_on TEXT,
    induction_ended_on TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- An application for an NPQ.
CREATE TABLE applications (
    id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    course TEXT NOT NULL,
    cohort BIGINT,
    cohort_suffix TEXT,
    schedule TEXT,
    status TEXT,
    school_urn BIGINT,
    funded_place BIGINT,
    eligible_for_funding BIGINT,
    funding_choice TEXT,
    works_in_school BIGINT,
    employer_name TEXT,
    created_at TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- A declaration.
CREATE TABLE declarations (
    id TEXT NOT NULL,
    programme TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    application_id TEXT,
    course TEXT NOT NULL,
    declaration_type TEXT NOT NULL,
    declared_on TEXT NOT NULL,
    state TEXT NOT NULL,
    delivery_partner_id TEXT,
    secondary_delivery_partner_id TEXT,
    school_urn BIGINT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- A result of an assessed NPQ.
CREATE TABLE outcomes (
    id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    course TEXT NOT NULL,
    state TEXT NOT NULL,
    completed_on TEXT,
    created_at TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- An organisation that delivers for the lead provider.
CREATE TABLE delivery_partners (
    id TEXT NOT NULL,
    name TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- A school's partnership with a delivery partner for a cohort (ECF/ECTE).
CREATE TABLE partnerships (
    id TEXT NOT NULL,
    urn BIGINT,
    cohort BIGINT,
    delivery_partner_id TEXT,
    status TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
) /* sqlite: WITHOUT ROWID */;

-- What a school chose for a cohort (ECF/ECTE).
CREATE TABLE school_cohorts (
    urn BIGINT NOT NULL,
    cohort BIGINT NOT NULL,
    in_partnership BIGINT,
    induction_programme TEXT,
    updated_at TEXT,
    PRIMARY KEY (urn, cohort)
) /* sqlite: WITHOUT ROWID */;

-- A figure that DfE published.
CREATE TABLE benchmarks (
    dataset TEXT NOT NULL,
    release TEXT NOT NULL,
    time_period TEXT NOT NULL,
    geographic_level TEXT NOT NULL,
    place_code TEXT NOT NULL,
    place_name TEXT,
    characteristics TEXT NOT NULL,
    indicator TEXT NOT NULL,
    value DOUBLE PRECISION,
    symbol TEXT,
    extracted_on TEXT,
    PRIMARY KEY (dataset, release, time_period, geographic_level, place_code, characteristics, indicator)
) /* sqlite: WITHOUT ROWID */;

-- One row an import; rejected files are kept too, with the reason.
CREATE TABLE imports (
    id BIGINT NOT NULL PRIMARY KEY,
    file_name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    kind TEXT NOT NULL,
    format TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    rows_read BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    warned BIGINT NOT NULL,
    as_of TEXT,
    imported_at TEXT NOT NULL,
    duration_ms BIGINT NOT NULL
);

-- How often each rule was broken in an import.
CREATE TABLE import_rules (
    import_id BIGINT NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    occurrences BIGINT NOT NULL,
    PRIMARY KEY (import_id, rule, severity)
);

-- The first problems of an import in full.
CREATE TABLE import_problems (
    import_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    severity TEXT NOT NULL,
    line BIGINT NOT NULL,
    column_name TEXT NOT NULL,
    value TEXT NOT NULL,
    rule TEXT NOT NULL,
    message TEXT NOT NULL,
    mend TEXT NOT NULL,
    PRIMARY KEY (import_id, position)
);

-- Single values about the database as a whole: `data_version`, `demo`.
CREATE TABLE facts (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

INSERT INTO facts (name, value) VALUES ('data_version', '0');
