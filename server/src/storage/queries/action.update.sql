UPDATE gap_actions SET state = $2, note = $3, updated_at = $4, author = $5 WHERE id = $1
