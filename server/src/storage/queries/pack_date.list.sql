SELECT on_day, done_at FROM pack_dates WHERE pack = $1 ORDER BY on_day
