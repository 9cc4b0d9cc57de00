SELECT d.id, d.participant_id, d.application_id, d.course, d.declaration_type, d.declared_on, d.state, d.delivery_partner_id,
    d.school_urn
FROM declarations d WHERE d.participant_id IN (SELECT id FROM asked) ORDER BY d.declared_on, d.id
