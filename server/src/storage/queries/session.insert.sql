INSERT INTO sessions (id_hash, account, stage, device, started_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)
