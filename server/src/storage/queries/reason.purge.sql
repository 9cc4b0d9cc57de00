UPDATE reasons SET note = NULL WHERE note IS NOT NULL AND noted_on < $1
