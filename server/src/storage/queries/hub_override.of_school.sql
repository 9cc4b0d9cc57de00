SELECT hub_area, from_on, to_on FROM hub_overrides WHERE urn = $1 ORDER BY from_on
