INSERT INTO packs (id, kind, hub, year, title, version, body, created_at, saved_at, author)
SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, 1, $5, $6, $6, $7 FROM packs RETURNING id
