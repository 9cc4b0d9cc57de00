UPDATE applications SET employer_name = NULL WHERE participant_id = $1 AND employer_name IS NOT NULL
