SELECT urn, linked_urn, link_type FROM school_links
WHERE link_type LIKE 'successor%' OR link_type LIKE 'predecessor%' ORDER BY urn, linked_urn, link_type
