SELECT COUNT(*) FROM departures
