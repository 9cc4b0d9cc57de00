SELECT release, time_period, geographic_level, place_code, place_name, characteristics, value, symbol
FROM benchmarks WHERE dataset = $1 AND indicator = $2
ORDER BY release, time_period, geographic_level, place_code
