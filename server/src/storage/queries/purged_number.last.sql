SELECT MAX(stand_in) FROM purged_numbers
