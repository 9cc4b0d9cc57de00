INSERT INTO one_time_links (token_hash, account, purpose, expires_at) VALUES ($1, $2, $3, $4)
