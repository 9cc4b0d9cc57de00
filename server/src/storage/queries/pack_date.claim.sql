UPDATE pack_dates SET done_at = $3 WHERE pack = $1 AND on_day = $2 AND done_at IS NULL
