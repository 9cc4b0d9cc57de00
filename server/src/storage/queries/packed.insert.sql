INSERT INTO packed (version, make, bytes) VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING
