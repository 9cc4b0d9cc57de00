-- sqlite only
-- The largest tables keep their rows in the order of arrival, with an index of ids beside them: new rows then go to the
-- end of the table, and only the far smaller index is written here and there.

ALTER TABLE participants RENAME TO former_participants;
CREATE TABLE participants (
    id TEXT NOT NULL,
    full_name TEXT,
    trn TEXT,
    email TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
);
INSERT INTO participants SELECT * FROM former_participants ORDER BY id;
DROP TABLE former_participants;

ALTER TABLE enrolments RENAME TO former_enrolments;
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
);
INSERT INTO enrolments SELECT * FROM former_enrolments ORDER BY id;
DROP TABLE former_enrolments;

ALTER TABLE applications RENAME TO former_applications;
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
);
INSERT INTO applications SELECT * FROM former_applications ORDER BY id;
DROP TABLE former_applications;

ALTER TABLE declarations RENAME TO former_declarations;
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
);
INSERT INTO declarations SELECT * FROM former_declarations ORDER BY id;
DROP TABLE former_declarations;

ALTER TABLE outcomes RENAME TO former_outcomes;
CREATE TABLE outcomes (
    id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    course TEXT NOT NULL,
    state TEXT NOT NULL,
    completed_on TEXT,
    created_at TEXT,
    updated_at TEXT,
    PRIMARY KEY (id)
);
INSERT INTO outcomes SELECT * FROM former_outcomes ORDER BY id;
DROP TABLE former_outcomes;
