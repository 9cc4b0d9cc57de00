SELECT rule, severity, occurrences FROM import_rules WHERE import_id = $1 ORDER BY occurrences DESC, rule
