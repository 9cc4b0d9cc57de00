SELECT hub, year, measure, value, set_at, author FROM targets ORDER BY year DESC, hub, measure
