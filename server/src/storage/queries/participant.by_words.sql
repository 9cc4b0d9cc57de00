SELECT id FROM participants
WHERE LOWER(full_name) LIKE $1 ESCAPE '!' AND LOWER(full_name) LIKE $2 ESCAPE '!' AND LOWER(full_name) LIKE $3 ESCAPE '!'
LIMIT 501
