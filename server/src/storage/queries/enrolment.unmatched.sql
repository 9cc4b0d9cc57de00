-- Most early career teachers are looked at: COALESCE keeps SQLite from going through them by the index of people.
WITH t AS MATERIALIZED (
    SELECT e.id, e.participant_id, p.trn, e.school_urn, e.cohort, e.updated_at,
        CAST(CASE WHEN e.mentor_id IS NOT NULL OR EXISTS (
            SELECT 1 FROM enrolments m
            WHERE m.participant_id = e.participant_id AND m.programme = 'ecf' AND m.course = 'ECT' AND m.mentor_id IS NOT NULL
        ) THEN 1 ELSE 0 END AS BIGINT) AS with_mentor,
        CAST(CASE WHEN EXISTS (
            SELECT 1 FROM inductions_held i WHERE i.trn = p.trn AND i.started_on <= $2 AND i.held_until >= $1
        ) THEN 1 ELSE 0 END AS BIGINT) AS with_body
    FROM enrolments e LEFT JOIN participants p ON p.id = e.participant_id
    WHERE COALESCE(e.programme, '') = 'ecf' AND e.course = 'ECT'
    AND (e.cohort IS NULL OR e.cohort BETWEEN $3 AND $4)
    AND (
        COALESCE(e.training_status, 'active') = 'active'
        OR (e.training_status = 'withdrawn' AND e.withdrawn_on >= $1)
        OR (e.training_status = 'deferred' AND e.deferred_on >= $1)
    )
    AND COALESCE(e.induction_ended_on, '9999-12-31') >= $1
    AND NOT EXISTS (
        SELECT 1 FROM declarations d
        WHERE d.participant_id = e.participant_id AND d.declaration_type = 'completed' AND d.course = 'ECT'
        AND d.state IN ('submitted', 'eligible', 'payable', 'paid') AND d.declared_on < $1
    )
)
SELECT t.participant_id, t.trn, t.school_urn, t.cohort, t.with_mentor, t.with_body,
    (SELECT MAX(i.ended_on) FROM inductions i WHERE i.trn = t.trn) AS ended_on
FROM t
WHERE t.with_mentor = 0 OR t.with_body = 0
ORDER BY t.participant_id, COALESCE(t.updated_at, '') DESC, t.id
