-- Inductions as they are held: until the day that the register gives, else the first end that an outcomes file gives
-- after the start, else open. A claim has no end and speaks only of whom no register knows.
CREATE VIEW inductions_held AS
SELECT i.trn, i.started_on, i.appropriate_body, i.programme, i.urn,
    COALESCE(
        i.ended_on,
        (SELECT MIN(o.ended_on) FROM induction_ends o WHERE o.trn = i.trn AND o.ended_on >= i.started_on),
        '9999-12-31'
    ) AS held_until
FROM inductions i
WHERE i.urn IS NOT NULL OR i.appropriate_body <> '' OR NOT EXISTS (
    SELECT 1 FROM inductions k WHERE k.trn = i.trn AND (k.urn IS NOT NULL OR k.appropriate_body <> '')
);
