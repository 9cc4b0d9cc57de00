SELECT id, segment, measure, what, who, due_on, state, note, created_at, updated_at, author FROM gap_actions ORDER BY id
