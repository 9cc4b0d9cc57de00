SELECT body FROM pack_versions WHERE pack = $1 AND version = $2
