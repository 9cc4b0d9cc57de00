-- sqlite only
-- Nothing in the audit log is ever changed or removed.

CREATE TRIGGER audit_entries_keep BEFORE UPDATE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
CREATE TRIGGER audit_entries_follow BEFORE INSERT ON audit_entries
WHEN EXISTS (SELECT 1 FROM audit_entries WHERE number >= NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
