DELETE FROM targets WHERE hub = $1 AND year = $2 AND measure = $3
