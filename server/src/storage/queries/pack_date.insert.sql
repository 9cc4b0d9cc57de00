INSERT INTO pack_dates (pack, on_day) VALUES ($1, $2) ON CONFLICT (pack, on_day) DO NOTHING
