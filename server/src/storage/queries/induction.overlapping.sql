WITH held AS (
    SELECT i.trn, i.started_on, i.appropriate_body, i.urn, i.held_until AS ended_on
    FROM inductions_held i
    WHERE i.started_on <= $2 AND (i.urn IS NOT NULL OR i.appropriate_body <> '')
)
SELECT a.trn, a.started_on AS first_started_on, a.ended_on AS first_ended_on, a.appropriate_body AS first_body, a.urn AS first_urn,
    b.started_on AS second_started_on, b.ended_on AS second_ended_on, b.appropriate_body AS second_body, b.urn AS second_urn,
    (SELECT MIN(p.id) FROM participants p WHERE p.trn = a.trn) AS participant_id
FROM held a JOIN held b ON b.trn = a.trn
AND (b.started_on > a.started_on OR (b.started_on = a.started_on AND b.appropriate_body > a.appropriate_body))
WHERE b.started_on < a.ended_on AND a.ended_on >= $1 AND b.ended_on >= $1
ORDER BY a.trn, b.started_on DESC, a.started_on DESC, a.appropriate_body, b.appropriate_body
