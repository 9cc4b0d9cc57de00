SELECT year, hub, neighbour, distance, kept_at FROM similar_hubs ORDER BY year, hub, place
