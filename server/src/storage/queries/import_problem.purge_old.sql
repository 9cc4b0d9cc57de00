UPDATE import_problems SET value = '' WHERE value <> '' AND import_id IN (SELECT i.id FROM imports i WHERE i.imported_at < $1)
