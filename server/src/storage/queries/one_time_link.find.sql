SELECT token_hash, account, purpose, expires_at FROM one_time_links WHERE token_hash = $1 AND expires_at > $2
