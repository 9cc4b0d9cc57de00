SELECT urn, postcode, status_code FROM schools ORDER BY urn
