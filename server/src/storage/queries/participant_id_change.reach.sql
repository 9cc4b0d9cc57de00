SELECT c.id, p.trn,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM enrolments e WHERE e.participant_id = c.id AND e.programme = 'ecf' AND e.course = 'ECT'
        AND (COALESCE(e.training_status, 'active') <> 'withdrawn' OR e.withdrawn_on >= $1)
    ) THEN 1 ELSE 0 END AS BIGINT) AS with_training,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM enrolments e
        WHERE e.participant_id = c.id AND e.programme = 'ecf' AND e.course = 'ECT' AND e.mentor_id IS NOT NULL
    ) THEN 1 ELSE 0 END AS BIGINT) AS with_mentor,
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM inductions_held i WHERE i.trn = p.trn AND i.started_on <= $2 AND i.held_until >= $1
    ) THEN 1 ELSE 0 END AS BIGINT) AS with_body
FROM (
    SELECT from_id AS id FROM participant_id_changes UNION SELECT to_id FROM participant_id_changes
) c LEFT JOIN participants p ON p.id = c.id
ORDER BY c.id
