SELECT bytes FROM frozen WHERE token = $1 AND bytes IS NOT NULL
