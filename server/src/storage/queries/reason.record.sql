INSERT INTO reasons (urn, noted_on, reason, note, author) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (urn, noted_on) DO UPDATE SET
    reason = excluded.reason,
    note = CASE WHEN CAST($6 AS BIGINT) = 1 THEN excluded.note ELSE reasons.note END,
    author = excluded.author
