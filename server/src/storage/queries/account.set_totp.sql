UPDATE accounts SET totp_secret = $2, totp_pending = NULL, totp_step = $3 WHERE id = $1
