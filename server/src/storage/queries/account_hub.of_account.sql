SELECT hub FROM account_hubs WHERE account = $1 ORDER BY hub
