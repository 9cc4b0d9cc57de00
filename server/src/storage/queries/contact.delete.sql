DELETE FROM contacts WHERE urn = $1 AND contacted_on = $2 AND kind = $3 AND author IS NOT NULL
