DELETE FROM sign_in_tries WHERE subject = $1
