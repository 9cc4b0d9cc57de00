SELECT dataset, release, COUNT(*), MAX(extracted_on) FROM benchmarks GROUP BY dataset, release ORDER BY dataset, release
