DELETE FROM account_hubs WHERE account = $1
