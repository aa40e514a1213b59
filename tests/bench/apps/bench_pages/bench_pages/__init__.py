"""The module of the app; it has no DocTypes."""
