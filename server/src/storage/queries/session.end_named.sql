DELETE FROM sessions WHERE account = $1 AND id_hash = $2
