SELECT id, name FROM delivery_partners ORDER BY id
