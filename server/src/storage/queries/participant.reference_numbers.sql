SELECT id, trn FROM participants WHERE trn IS NOT NULL ORDER BY id
