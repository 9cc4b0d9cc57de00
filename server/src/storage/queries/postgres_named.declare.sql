SELECT set_config('golden_thread.named', 'yes', true)
