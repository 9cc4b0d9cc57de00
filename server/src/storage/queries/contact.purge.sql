UPDATE contacts SET note = NULL WHERE note IS NOT NULL AND contacted_on < $1
