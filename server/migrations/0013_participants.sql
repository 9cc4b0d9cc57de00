-- Ways from a school, a delivery partner and a person to what is held of people, and whose name was taken away.
-- Whoever looks for people finds their ids in the index itself. Portable between SQLite and PostgreSQL. Dates are ISO text.

CREATE INDEX enrolments_by_school ON enrolments (school_urn, participant_id);
CREATE INDEX enrolments_by_person ON enrolments (participant_id);
CREATE INDEX enrolments_by_mentor ON enrolments (mentor_id) WHERE mentor_id IS NOT NULL;
CREATE INDEX applications_by_school ON applications (school_urn, participant_id);
CREATE INDEX applications_by_person ON applications (participant_id);
CREATE INDEX declarations_by_school ON declarations (school_urn, participant_id) WHERE school_urn IS NOT NULL;
CREATE INDEX declarations_by_partner ON declarations (delivery_partner_id, participant_id) WHERE delivery_partner_id IS NOT NULL;
CREATE INDEX declarations_by_person ON declarations (participant_id);
CREATE INDEX outcomes_by_person ON outcomes (participant_id);

-- Somebody whose name, address and number were taken away: files bring none of them back. `reason` is retention or erasure.
CREATE TABLE purged_people (
    participant_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    purged_on TEXT NOT NULL,
    PRIMARY KEY (participant_id)
) /* sqlite: WITHOUT ROWID */;

-- What stands in place of a teacher reference number that was taken away: eight digits, which no real number has. Of the
-- number itself only a keyed fingerprint is kept, so that a file that still holds it meets the same stand-in.
CREATE TABLE purged_numbers (
    fingerprint TEXT NOT NULL,
    stand_in TEXT NOT NULL,
    reason TEXT NOT NULL,
    purged_on TEXT NOT NULL,
    PRIMARY KEY (fingerprint)
) /* sqlite: WITHOUT ROWID */;
CREATE UNIQUE INDEX purged_numbers_by_stand_in ON purged_numbers (stand_in);
