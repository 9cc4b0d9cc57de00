SELECT
    CAST(CASE WHEN EXISTS (SELECT 1 FROM inductions) THEN 1 ELSE 0 END AS BIGINT),
    CAST(CASE WHEN EXISTS (SELECT 1 FROM enrolments e WHERE e.programme = 'ecf' AND e.course = 'ECT') THEN 1 ELSE 0 END AS BIGINT),
    CAST(CASE WHEN EXISTS (
        SELECT 1 FROM enrolments e WHERE e.programme = 'ecf' AND e.course = 'ECT' AND e.mentor_id IS NOT NULL
    ) THEN 1 ELSE 0 END AS BIGINT)
