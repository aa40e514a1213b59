"""A small app for the tests of what installs, runs and serves apps."""

__version__ = "0.0.1"
