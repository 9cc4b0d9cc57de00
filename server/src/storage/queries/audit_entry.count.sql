SELECT COUNT(*) FROM audit_entries
