SELECT segment FROM actions WHERE id = $1
