INSERT INTO purged_people (participant_id, reason, purged_on) VALUES ($1, $2, $3)
ON CONFLICT (participant_id) DO UPDATE SET reason = excluded.reason, purged_on = excluded.purged_on
WHERE purged_people.reason <> 'erasure'
