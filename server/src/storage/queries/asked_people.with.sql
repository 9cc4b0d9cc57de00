-- Begins every statement on the people asked for (`*.asked.sql`): $1 reference numbers of schools, eight digits each, $2 ids of up to eight
-- delivery partners and $3 ids of people, 36 letters each, every list in one text.
-- An id that was merged brings the others of the same person with it.
WITH RECURSIVE
place (n, urn) AS (
    SELECT 1, CAST(NULLIF(SUBSTR(CAST($1 AS TEXT), 1, 8), '') AS BIGINT)
    UNION ALL
    SELECT n + 8, CAST(SUBSTR(CAST($1 AS TEXT), n + 8, 8) AS BIGINT) FROM place WHERE n + 8 <= LENGTH(CAST($1 AS TEXT))
),
named (n, id) AS (
    SELECT 1, SUBSTR(CAST($3 AS TEXT), 1, 36)
    UNION ALL
    SELECT n + 36, SUBSTR(CAST($3 AS TEXT), n + 36, 36) FROM named WHERE n + 36 <= LENGTH(CAST($3 AS TEXT))
),
found (id) AS MATERIALIZED (
    SELECT participant_id FROM enrolments WHERE school_urn IN (SELECT urn FROM place)
    UNION SELECT participant_id FROM applications WHERE school_urn IN (SELECT urn FROM place)
    UNION SELECT participant_id FROM declarations WHERE school_urn IN (SELECT urn FROM place)
    UNION SELECT participant_id FROM declarations WHERE delivery_partner_id IN (
        SUBSTR(CAST($2 AS TEXT), 1, 36), SUBSTR(CAST($2 AS TEXT), 37, 36), SUBSTR(CAST($2 AS TEXT), 73, 36), SUBSTR(CAST($2 AS TEXT), 109, 36),
        SUBSTR(CAST($2 AS TEXT), 145, 36), SUBSTR(CAST($2 AS TEXT), 181, 36), SUBSTR(CAST($2 AS TEXT), 217, 36), SUBSTR(CAST($2 AS TEXT), 253, 36)
    )
    UNION SELECT id FROM named
),
asked (id) AS MATERIALIZED (
    SELECT id FROM found
    UNION SELECT to_id FROM participant_id_changes WHERE from_id IN (SELECT id FROM found)
    UNION SELECT from_id FROM participant_id_changes WHERE to_id IN (SELECT id FROM found)
)
