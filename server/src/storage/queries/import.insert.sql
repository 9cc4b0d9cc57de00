INSERT INTO imports (id, file_name, sha256, kind, format, bytes, rows_read, taken, unchanged, rejected, warned, as_of, imported_at, duration_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
