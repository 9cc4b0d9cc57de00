DELETE FROM sign_in_tries WHERE tried_at <= $1
