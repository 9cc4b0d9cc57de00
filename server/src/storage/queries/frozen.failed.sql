UPDATE frozen SET state = 'failed', made_at = $2 WHERE token = $1 AND state = 'making'
