SELECT urn, cohort, partner FROM partner_schools ORDER BY urn, cohort
