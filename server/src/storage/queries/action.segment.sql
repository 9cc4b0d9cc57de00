SELECT segment FROM gap_actions WHERE id = $1
