INSERT INTO accounts (id, email, name, organisation, role, totp_step, created_at)
VALUES ($1, $2, $3, $4, $5, 0, $6)
