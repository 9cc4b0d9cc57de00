INSERT INTO purged_numbers (fingerprint, stand_in, reason, purged_on) VALUES ($1, $2, $3, $4)
