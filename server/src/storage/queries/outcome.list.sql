SELECT participant_id, course, state, created_at FROM outcomes ORDER BY id
