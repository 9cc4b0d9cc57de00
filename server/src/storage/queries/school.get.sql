SELECT urn, la_code, la_name, establishment_number, type_code, status_code, phase_code, opened_on, closed_on, low_age, high_age,
    pupils, fsm_percent, ukprn, postcode, district_code, district_name, urban_rural
FROM schools WHERE urn = $1
