SELECT severity, line, column_name, value, message, mend FROM import_problems WHERE import_id = $1 ORDER BY position
