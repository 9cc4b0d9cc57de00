SELECT urn, year, teachers FROM headcounts ORDER BY urn, year
