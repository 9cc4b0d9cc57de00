DELETE FROM pack_dates WHERE pack = $1 AND on_day = $2 AND done_at IS NULL
