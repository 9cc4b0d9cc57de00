SELECT participant_id, application_id, course, declaration_type, declared_on, delivery_partner_id, school_urn
FROM declarations WHERE state IN ('submitted', 'eligible', 'payable', 'paid')
