SELECT COUNT(*) FROM _sqlx_migrations WHERE success
