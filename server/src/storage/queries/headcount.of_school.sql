SELECT year, teachers FROM headcounts WHERE urn = $1 ORDER BY year DESC
