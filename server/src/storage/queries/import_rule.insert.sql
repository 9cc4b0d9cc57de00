INSERT INTO import_rules (import_id, rule, severity, occurrences) VALUES ($1, $2, $3, $4)
