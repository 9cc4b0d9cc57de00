SELECT participant_id, course, state, created_at FROM outcomes ORDER BY created_at, id
