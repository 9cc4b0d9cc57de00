SELECT bytes FROM packed WHERE version = $1 AND make = $2
