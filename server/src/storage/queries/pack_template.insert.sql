INSERT INTO pack_templates (id, name, kind, body, saved_at, author)
SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4, $5 FROM pack_templates
