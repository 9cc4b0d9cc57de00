UPDATE enrolments SET deferral_reason = NULL WHERE participant_id = $1 AND deferral_reason IS NOT NULL
