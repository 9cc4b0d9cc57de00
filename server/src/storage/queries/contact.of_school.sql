SELECT urn, contacted_on, kind, outcome, note, author FROM contacts WHERE urn = $1 ORDER BY contacted_on DESC, kind
