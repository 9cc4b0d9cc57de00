SELECT DISTINCT participant_id FROM enrolments WHERE mentor_id = $1 ORDER BY participant_id LIMIT 200
