DELETE FROM one_time_links WHERE token_hash = $1
