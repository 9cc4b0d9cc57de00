DELETE FROM departures WHERE left_at <= $1
