SELECT id, participant_id, course, cohort, cohort_suffix, schedule, school_urn, training_status, funded, delivery_partner_id, updated_at
FROM enrolments ORDER BY id
