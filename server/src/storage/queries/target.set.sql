INSERT INTO targets (hub, year, measure, value, set_at, author) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (hub, year, measure) DO UPDATE SET value = excluded.value, set_at = excluded.set_at, author = excluded.author
