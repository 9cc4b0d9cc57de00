SELECT i.started_on, i.appropriate_body, i.urn, i.ended_on, i.programme, i.outcome
FROM inductions i WHERE i.trn = $1 ORDER BY i.started_on, i.appropriate_body
