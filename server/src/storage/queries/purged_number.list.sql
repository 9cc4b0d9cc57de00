SELECT fingerprint, stand_in FROM purged_numbers
