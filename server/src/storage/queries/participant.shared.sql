SELECT p.trn, p.id FROM participants p
WHERE p.trn IN (SELECT s.trn FROM participants s WHERE s.trn IS NOT NULL GROUP BY s.trn HAVING COUNT(*) > 1)
ORDER BY p.trn, p.id
