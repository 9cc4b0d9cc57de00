INSERT INTO contacts (urn, contacted_on, kind, outcome, note, author) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (urn, contacted_on, kind) DO UPDATE SET
    outcome = CASE WHEN CAST($7 AS BIGINT) = 1 THEN excluded.outcome ELSE contacts.outcome END,
    note = CASE WHEN CAST($8 AS BIGINT) = 1 THEN excluded.note ELSE contacts.note END,
    author = excluded.author
