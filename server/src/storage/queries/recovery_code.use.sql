DELETE FROM recovery_codes WHERE account = $1 AND code_hash = $2
