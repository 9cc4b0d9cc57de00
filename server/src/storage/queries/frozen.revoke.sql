UPDATE frozen SET revoked_at = $2, bytes = NULL WHERE token = $1 AND revoked_at IS NULL
