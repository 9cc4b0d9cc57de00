SELECT id FROM participants WHERE trn = $1 ORDER BY id
