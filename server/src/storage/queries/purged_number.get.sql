SELECT stand_in FROM purged_numbers WHERE fingerprint = $1
