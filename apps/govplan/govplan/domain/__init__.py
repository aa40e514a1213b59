"""Indicators, periods, working days, scores and hashes, free of any framework."""
