"""The database: the interface (`base`), what a statement says (`statement`), SQLite (`sqlite`)."""
