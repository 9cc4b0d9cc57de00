SELECT token, pack, hub, title, question, open_to, expires_on, state, parts, parts_done, asked_at, made_at, author, account, revoked_at, data_version FROM frozen WHERE token = $1
