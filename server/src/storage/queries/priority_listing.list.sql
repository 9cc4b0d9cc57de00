SELECT list, urn, from_on, to_on FROM priority_listings ORDER BY list, urn, from_on
