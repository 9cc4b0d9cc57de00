SELECT token_hash, account, purpose, expires_at FROM one_time_links WHERE expires_at > $1
