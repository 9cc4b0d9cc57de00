SELECT c.urn, c.contacted_on, c.kind, c.outcome FROM contacts c
WHERE NOT EXISTS (
    SELECT 1 FROM contacts o WHERE o.urn = c.urn
    AND (o.contacted_on > c.contacted_on OR (o.contacted_on = c.contacted_on AND o.kind > c.kind))
)
ORDER BY c.urn
