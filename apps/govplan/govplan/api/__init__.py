"""Doors for programs and forms: typed, thin, each checking the record it opens."""
