SELECT account, hub FROM account_hubs ORDER BY account, hub
