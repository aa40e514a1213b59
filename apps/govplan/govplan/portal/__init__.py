"""Views of published editions for the pages of the portal. Nothing here reads a draft."""
