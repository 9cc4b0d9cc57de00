UPDATE accounts SET password = $2 WHERE id = $1
