DELETE FROM similar_hubs WHERE year = $1
