INSERT INTO account_hubs (account, hub) VALUES ($1, $2)
