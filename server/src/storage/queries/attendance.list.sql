SELECT urn, held_on, people FROM attendances
