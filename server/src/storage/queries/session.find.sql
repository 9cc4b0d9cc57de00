SELECT s.id_hash, s.account, s.stage, s.device, s.started_at, s.seen_at, a.name, a.role
FROM sessions s JOIN accounts a ON a.id = s.account
WHERE s.id_hash = $1 AND a.deactivated_at IS NULL AND s.started_at > $2 AND s.seen_at > $3
