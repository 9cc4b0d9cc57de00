UPDATE import_problems SET value = '' WHERE value = $1 OR value = $2
