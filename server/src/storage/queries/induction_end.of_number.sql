SELECT ended_on, outcome, terms FROM induction_ends WHERE trn = $1 ORDER BY ended_on
