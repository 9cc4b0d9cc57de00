SELECT o.participant_id, o.course, o.state, o.completed_on, o.created_at
FROM outcomes o WHERE o.participant_id IN (SELECT id FROM asked) ORDER BY COALESCE(o.created_at, ''), o.id
