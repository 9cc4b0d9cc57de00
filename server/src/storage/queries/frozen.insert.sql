INSERT INTO frozen (token, pack, hub, title, question, open_to, expires_on, state, parts, parts_done, asked_at, author, account, data_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, 0, $9, $10, $11, 0)
