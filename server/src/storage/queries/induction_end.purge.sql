UPDATE induction_ends SET trn = $2 WHERE trn = $1
