SELECT urn, started_on, ended_on, trainees FROM placements
