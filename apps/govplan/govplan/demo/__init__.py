"""The demo town: a fictional municipality and its year, built through the app's own doors."""
