-- Ways into the largest tables for lists of people: by teacher reference number, and from a person to their early career
-- training and its completion. The last two are kept narrow: most rows are not in them.

CREATE INDEX participants_by_trn ON participants (trn);
CREATE INDEX enrolments_early_career ON enrolments (participant_id) WHERE programme = 'ecf';
CREATE INDEX declarations_completed ON declarations (participant_id) WHERE declaration_type = 'completed' AND course = 'ECT';
