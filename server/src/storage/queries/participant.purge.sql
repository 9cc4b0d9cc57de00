UPDATE participants SET full_name = NULL, email = NULL, trn = $2 WHERE id = $1
