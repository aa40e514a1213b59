"""Test cases under the names of v16."""
