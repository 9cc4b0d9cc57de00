UPDATE frozen SET parts_done = $2, begun_at = $3 WHERE token = $1 AND state = 'making' AND parts_done < $2
