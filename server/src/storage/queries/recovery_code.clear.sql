DELETE FROM recovery_codes WHERE account = $1
