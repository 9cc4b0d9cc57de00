INSERT INTO audit_entries (number, at, actor, event, about, previous, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
