DELETE FROM one_time_links WHERE account = $1
