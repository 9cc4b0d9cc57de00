SELECT s.id_hash, s.account, s.stage, s.device, s.started_at, s.seen_at, a.name, a.role
FROM sessions s JOIN accounts a ON a.id = s.account
WHERE s.account = $1 AND s.started_at > $2 AND s.seen_at > $3
ORDER BY s.seen_at DESC, s.id_hash
