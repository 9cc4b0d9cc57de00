DELETE FROM departures WHERE state_hash = $1
