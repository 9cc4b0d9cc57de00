-- Numbers of inductions whose last day lies before a day, and which no participant has.
SELECT n.trn FROM (
    SELECT i.trn, MAX(COALESCE(i.ended_on, i.started_on)) AS last_on FROM inductions i WHERE LENGTH(i.trn) = 7 GROUP BY i.trn
    UNION ALL
    SELECT e.trn, MAX(e.ended_on) FROM induction_ends e WHERE LENGTH(e.trn) = 7 GROUP BY e.trn
) n
WHERE NOT EXISTS (SELECT 1 FROM participants p WHERE p.trn = n.trn)
GROUP BY n.trn HAVING MAX(n.last_on) < $1
ORDER BY n.trn
