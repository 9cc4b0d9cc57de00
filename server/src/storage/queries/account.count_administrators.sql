SELECT COUNT(*) FROM accounts WHERE role = 'administrator' AND deactivated_at IS NULL AND id <> $1
AND (password IS NOT NULL OR $2 = 1 OR EXISTS (SELECT 1 FROM identities WHERE identities.account = accounts.id))
