"""Test cases under the names of v15."""
