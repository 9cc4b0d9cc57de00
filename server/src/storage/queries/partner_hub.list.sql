SELECT partner, hub_area FROM partner_hubs ORDER BY partner, hub_area
