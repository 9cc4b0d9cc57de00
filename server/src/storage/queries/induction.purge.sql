UPDATE inductions SET trn = $2 WHERE trn = $1
