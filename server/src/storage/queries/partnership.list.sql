SELECT urn, cohort, delivery_partner_id FROM partnerships
WHERE urn IS NOT NULL AND cohort IS NOT NULL AND delivery_partner_id IS NOT NULL AND COALESCE(status, 'active') = 'active'
ORDER BY id
