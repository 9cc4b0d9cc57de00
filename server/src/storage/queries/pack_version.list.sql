SELECT version, saved_at, author FROM pack_versions WHERE pack = $1 ORDER BY version DESC LIMIT 50
