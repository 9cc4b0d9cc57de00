SELECT urn, noted_on, reason, note, author FROM reasons WHERE urn = $1 ORDER BY noted_on DESC
