SELECT trn, started_on, urn, ended_on FROM inductions
