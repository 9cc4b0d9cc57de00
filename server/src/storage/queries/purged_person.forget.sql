-- Somebody who took up training again after the time for keeping their name was over: the next file brings it back.
DELETE FROM purged_people WHERE reason = 'retention' AND COALESCE((SELECT MAX(t.last_on) FROM (
    SELECT MAX(d.declared_on) AS last_on FROM declarations d WHERE d.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(SUBSTR(a.created_at, 1, 10)) FROM applications a WHERE a.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(CAST(e.cohort AS TEXT) || '-09-01') FROM enrolments e WHERE e.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(e.withdrawn_on) FROM enrolments e WHERE e.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(e.deferred_on) FROM enrolments e WHERE e.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(e.induction_ended_on) FROM enrolments e WHERE e.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(o.completed_on) FROM outcomes o WHERE o.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(SUBSTR(o.created_at, 1, 10)) FROM outcomes o WHERE o.participant_id = purged_people.participant_id
    UNION ALL SELECT MAX(COALESCE(i.ended_on, i.started_on)) FROM inductions i WHERE i.trn = (SELECT p.trn FROM participants p WHERE p.id = purged_people.participant_id)
    UNION ALL SELECT MAX(n.ended_on) FROM induction_ends n WHERE n.trn = (SELECT p.trn FROM participants p WHERE p.id = purged_people.participant_id)
) t), '') >= $1
