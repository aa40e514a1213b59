"""The database: an interface (`base`), what a statement says (`statement`), and SQLite (`sqlite`)."""
