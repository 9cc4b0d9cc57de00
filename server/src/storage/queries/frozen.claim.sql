UPDATE frozen SET state = 'making', begun_at = $1, parts_done = 0
WHERE token = (SELECT f.token FROM frozen f WHERE f.state = 'waiting' OR (f.state = 'making' AND f.begun_at < $2) ORDER BY f.asked_at, f.token LIMIT 1)
AND (state = 'waiting' OR begun_at < $2)
RETURNING token
