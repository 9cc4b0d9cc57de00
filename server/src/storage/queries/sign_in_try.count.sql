SELECT COUNT(*) FROM sign_in_tries WHERE subject = $1 AND tried_at > $2
