"""Packs: what a municipality published, as files that fill a site of its own."""
