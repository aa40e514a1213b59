"""Documents and what belongs to them."""
