SELECT id, file_name, sha256, kind, format, bytes, rows_read, taken, unchanged, rejected, warned, as_of, imported_at, duration_ms
FROM imports ORDER BY id DESC
