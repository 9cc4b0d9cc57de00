SELECT s.urn, s.name, s.type_code, s.status_code, s.phase_code, s.opened_on, s.closed_on,
    COALESCE(s.trust_code, t.uid), COALESCE(s.trust_name, t.name), s.la_name, s.gss_la_code, s.region_letter, s.district_code,
    s.pupils, s.urban_rural
FROM schools s
LEFT JOIN (
    SELECT m.urn AS urn, MAX(g.uid) AS uid FROM trust_members m JOIN trusts g ON g.uid = m.uid
    WHERE g.type_code IN (6, 10) AND g.closed_on IS NULL GROUP BY m.urn
) own ON own.urn = s.urn
LEFT JOIN trusts t ON t.uid = own.uid
ORDER BY s.urn
