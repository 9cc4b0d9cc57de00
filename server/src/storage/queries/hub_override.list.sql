SELECT urn, hub_area, from_on, to_on FROM hub_overrides ORDER BY urn, from_on
