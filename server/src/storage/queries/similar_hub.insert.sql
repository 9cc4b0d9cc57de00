INSERT INTO similar_hubs (year, hub, place, neighbour, distance, kept_at) VALUES ($1, $2, $3, $4, $5, $6)
