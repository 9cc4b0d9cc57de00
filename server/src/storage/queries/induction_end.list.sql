SELECT trn, ended_on FROM induction_ends
