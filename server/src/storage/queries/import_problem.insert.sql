INSERT INTO import_problems (import_id, position, severity, line, column_name, value, rule, message, mend)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
