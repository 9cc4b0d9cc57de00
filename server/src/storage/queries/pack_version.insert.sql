INSERT INTO pack_versions (pack, version, body, saved_at, author) VALUES ($1, $2, $3, $4, $5)
