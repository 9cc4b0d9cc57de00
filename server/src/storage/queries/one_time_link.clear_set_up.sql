DELETE FROM one_time_links WHERE purpose = 'set-up'
