INSERT INTO sign_in_tries (id, subject, tried_at) VALUES ($1, $2, $3)
