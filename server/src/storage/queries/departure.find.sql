SELECT state_hash, browser_hash, provider, nonce, verifier, next, left_at FROM departures WHERE state_hash = $1
