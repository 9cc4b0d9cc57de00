SELECT p.id, p.full_name, p.trn, p.email, p.updated_at
FROM participants p WHERE p.id IN (SELECT id FROM asked) ORDER BY p.id
