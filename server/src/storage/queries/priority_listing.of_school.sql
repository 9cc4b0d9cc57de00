SELECT list, from_on, to_on FROM priority_listings WHERE urn = $1 ORDER BY from_on DESC, list
