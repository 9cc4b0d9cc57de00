DELETE FROM sign_in_tries WHERE id = $1
