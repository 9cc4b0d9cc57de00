SELECT p.trn, p.id, e.school_urn, e.cohort, e.role,
    CAST(CASE WHEN (COALESCE(e.training_status, 'active') = 'active'
        OR (e.training_status = 'withdrawn' AND e.withdrawn_on >= $1)
        OR (e.training_status = 'deferred' AND e.deferred_on >= $1))
    AND COALESCE(e.induction_ended_on, '9999-12-31') >= $1 AND (e.cohort IS NULL OR e.cohort BETWEEN $2 AND $3)
    THEN 1 ELSE 0 END AS BIGINT) AS in_training
FROM participants p JOIN enrolments e ON e.participant_id = p.id
WHERE e.programme = 'ecf'
AND p.trn IN (SELECT s.trn FROM participants s WHERE s.trn IS NOT NULL GROUP BY s.trn HAVING COUNT(*) > 1)
ORDER BY p.trn, p.id, COALESCE(e.updated_at, '') DESC, e.id
