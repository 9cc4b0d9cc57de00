INSERT INTO gap_actions (id, segment, measure, what, who, due_on, state, note, created_at, updated_at, author)
SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $8, $9 FROM gap_actions
