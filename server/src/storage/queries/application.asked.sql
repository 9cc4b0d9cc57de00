SELECT a.id, a.participant_id, a.course, a.cohort, a.cohort_suffix, a.schedule, a.status, a.school_urn, a.funded_place,
    a.employer_name, a.created_at, a.updated_at
FROM applications a WHERE a.participant_id IN (SELECT id FROM asked) ORDER BY COALESCE(a.created_at, ''), a.id
