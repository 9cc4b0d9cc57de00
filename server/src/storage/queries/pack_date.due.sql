SELECT d.pack, d.on_day FROM pack_dates d JOIN packs p ON p.id = d.pack WHERE d.done_at IS NULL AND d.on_day <= $1 AND p.removed_at IS NULL ORDER BY d.on_day
