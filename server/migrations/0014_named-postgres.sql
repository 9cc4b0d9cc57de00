-- postgres only
-- A second wall around names: a connection sees and writes the tables that hold names and teacher reference numbers only in a
-- transaction that has said so (golden_thread.named), the tables' owner too. Superusers pass every wall.

ALTER TABLE participants ENABLE ROW LEVEL SECURITY;
ALTER TABLE participants FORCE ROW LEVEL SECURITY;
CREATE POLICY named ON participants
    USING (COALESCE(current_setting('golden_thread.named', true), '') = 'yes')
    WITH CHECK (COALESCE(current_setting('golden_thread.named', true), '') = 'yes');

ALTER TABLE inductions ENABLE ROW LEVEL SECURITY;
ALTER TABLE inductions FORCE ROW LEVEL SECURITY;
CREATE POLICY named ON inductions
    USING (COALESCE(current_setting('golden_thread.named', true), '') = 'yes')
    WITH CHECK (COALESCE(current_setting('golden_thread.named', true), '') = 'yes');

ALTER TABLE induction_ends ENABLE ROW LEVEL SECURITY;
ALTER TABLE induction_ends FORCE ROW LEVEL SECURITY;
CREATE POLICY named ON induction_ends
    USING (COALESCE(current_setting('golden_thread.named', true), '') = 'yes')
    WITH CHECK (COALESCE(current_setting('golden_thread.named', true), '') = 'yes');
