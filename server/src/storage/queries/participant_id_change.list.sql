SELECT from_id, to_id FROM participant_id_changes ORDER BY from_id
