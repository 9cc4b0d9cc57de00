SELECT id, trn FROM participants WHERE id = $1 OR trn = $2 ORDER BY id
