SELECT MAX(updated_at) FROM declarations
UNION ALL SELECT MAX(updated_at) FROM participants
UNION ALL SELECT MAX(updated_at) FROM applications
UNION ALL SELECT MAX(declared_on) FROM declarations
