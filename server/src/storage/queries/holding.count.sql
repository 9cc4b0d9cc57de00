SELECT 'schools', COUNT(*) FROM schools
UNION ALL SELECT 'headcounts', COUNT(*) FROM headcounts
UNION ALL SELECT 'hub_overrides', COUNT(*) FROM hub_overrides
UNION ALL SELECT 'priority_listings', COUNT(*) FROM priority_listings
UNION ALL SELECT 'school_links', COUNT(*) FROM school_links
UNION ALL SELECT 'trusts', COUNT(*) FROM trusts
UNION ALL SELECT 'participants', COUNT(*) FROM participants
UNION ALL SELECT 'participant_id_changes', COUNT(*) FROM participant_id_changes
UNION ALL SELECT 'applications', COUNT(*) FROM applications
UNION ALL SELECT 'enrolments', COUNT(*) FROM enrolments
UNION ALL SELECT 'declarations', COUNT(*) FROM declarations
UNION ALL SELECT 'outcomes', COUNT(*) FROM outcomes
UNION ALL SELECT 'delivery_partners', COUNT(*) FROM delivery_partners
UNION ALL SELECT 'partnerships', COUNT(*) FROM partnerships
UNION ALL SELECT 'school_cohorts', COUNT(*) FROM school_cohorts
UNION ALL SELECT 'benchmarks', COUNT(*) FROM benchmarks
