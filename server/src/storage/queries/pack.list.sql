SELECT id, kind, hub, year, title, version, body, saved_at, author FROM packs WHERE removed_at IS NULL ORDER BY saved_at DESC, id DESC
