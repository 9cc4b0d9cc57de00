SELECT id, kind, hub, year, title, version, body, saved_at, author FROM packs WHERE id = $1 AND removed_at IS NULL
