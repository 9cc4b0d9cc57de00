UPDATE frozen SET state = 'made', bytes = $2, made_at = $3, data_version = $4, parts_done = parts WHERE token = $1 AND state = 'making'
