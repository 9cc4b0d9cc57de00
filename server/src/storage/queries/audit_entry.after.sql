SELECT number, at, actor, event, about, previous, hash FROM audit_entries WHERE number > $1 ORDER BY number LIMIT 1000
