SELECT f.trn, f.started_on, f.appropriate_body, f.programme, f.urn, f.participant_id, e.id AS record_id, e.withdrawn_on,
    e.withdrawal_reason, e.school_urn
FROM (
    SELECT i.trn, i.started_on, i.appropriate_body, i.programme, i.urn,
        (SELECT MIN(p.id) FROM participants p WHERE p.trn = i.trn) AS participant_id,
        (SELECT w.id FROM participants p JOIN enrolments w ON w.participant_id = p.id
         WHERE p.trn = i.trn AND w.programme = 'ecf' AND w.course = 'ECT'
         ORDER BY COALESCE(w.withdrawn_on, '') DESC, w.id LIMIT 1) AS enrolment_id
    FROM inductions_held i
    WHERE i.started_on BETWEEN $3 AND $2 AND i.held_until >= $1
    AND NOT EXISTS (
        SELECT 1 FROM participants p JOIN enrolments t ON t.participant_id = p.id
        WHERE p.trn = i.trn AND t.programme = 'ecf' AND t.course = 'ECT'
        AND (COALESCE(t.training_status, 'active') <> 'withdrawn' OR t.withdrawn_on >= $1)
    )
) f LEFT JOIN enrolments e ON e.id = f.enrolment_id
ORDER BY f.trn, f.started_on DESC, f.appropriate_body DESC
