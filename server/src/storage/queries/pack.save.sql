UPDATE packs SET title = $3, body = $4, version = version + 1, saved_at = $5, author = $6 WHERE id = $1 AND version = $2 AND removed_at IS NULL
