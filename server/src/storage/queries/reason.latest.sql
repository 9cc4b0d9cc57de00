SELECT r.urn, r.reason FROM reasons r
WHERE NOT EXISTS (SELECT 1 FROM reasons o WHERE o.urn = r.urn AND o.noted_on > r.noted_on)
ORDER BY r.urn
