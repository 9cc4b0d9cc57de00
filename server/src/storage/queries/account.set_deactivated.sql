UPDATE accounts SET deactivated_at = $2 WHERE id = $1
