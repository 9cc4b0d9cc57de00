SELECT e.id, e.programme, e.participant_id, e.role, e.course, e.cohort, e.cohort_suffix, e.schedule, e.school_urn,
    e.training_status, e.participant_status, e.funded, e.delivery_partner_id, e.mentor_id, e.withdrawal_reason, e.withdrawn_on,
    e.deferral_reason, e.deferred_on, e.induction_ended_on, e.updated_at
FROM enrolments e WHERE e.participant_id IN (SELECT id FROM asked) ORDER BY COALESCE(e.updated_at, ''), e.id
