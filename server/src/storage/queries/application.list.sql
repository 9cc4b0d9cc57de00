SELECT id, participant_id, course, cohort, cohort_suffix, schedule, school_urn, status, COALESCE(funded_place, eligible_for_funding), created_at
FROM applications
