-- People of whom something is held that names them, and whose last activity lies before a day. A row that only changed is no
-- activity; where nothing else is known, it is.
SELECT p.id, p.trn FROM participants p
WHERE (p.full_name IS NOT NULL OR p.email IS NOT NULL OR LENGTH(p.trn) = 7)
-- Most are told apart by this alone.
AND NOT EXISTS (SELECT 1 FROM declarations n WHERE n.participant_id = p.id AND n.declared_on >= $1)
AND COALESCE((SELECT MAX(t.last_on) FROM (
    SELECT MAX(d.declared_on) AS last_on FROM declarations d WHERE d.participant_id = p.id
    UNION ALL SELECT MAX(SUBSTR(a.created_at, 1, 10)) FROM applications a WHERE a.participant_id = p.id
    UNION ALL SELECT MAX(CAST(e.cohort AS TEXT) || '-09-01') FROM enrolments e WHERE e.participant_id = p.id
    UNION ALL SELECT MAX(e.withdrawn_on) FROM enrolments e WHERE e.participant_id = p.id
    UNION ALL SELECT MAX(e.deferred_on) FROM enrolments e WHERE e.participant_id = p.id
    UNION ALL SELECT MAX(e.induction_ended_on) FROM enrolments e WHERE e.participant_id = p.id
    UNION ALL SELECT MAX(o.completed_on) FROM outcomes o WHERE o.participant_id = p.id
    UNION ALL SELECT MAX(SUBSTR(o.created_at, 1, 10)) FROM outcomes o WHERE o.participant_id = p.id
    UNION ALL SELECT MAX(COALESCE(i.ended_on, i.started_on)) FROM inductions i WHERE i.trn = p.trn
    UNION ALL SELECT MAX(n.ended_on) FROM induction_ends n WHERE n.trn = p.trn
) t), SUBSTR(p.updated_at, 1, 10), '9999-12-31') < $1
ORDER BY p.id
