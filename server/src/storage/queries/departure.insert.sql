INSERT INTO departures (state_hash, browser_hash, provider, nonce, verifier, next, left_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
