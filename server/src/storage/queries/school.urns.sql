SELECT urn FROM schools
