INSERT INTO told (programme, year, version, bytes) VALUES ($1, $2, $3, $4)
ON CONFLICT (programme, year) DO UPDATE SET version = excluded.version, bytes = excluded.bytes
WHERE told.version <= excluded.version
