SELECT id, email, name, organisation, role, password, totp_secret, totp_pending, totp_step, created_at, signed_in_at, deactivated_at
FROM accounts WHERE email = $1
