INSERT INTO recovery_codes (account, code_hash) VALUES ($1, $2)
