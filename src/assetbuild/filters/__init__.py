"""Filters: how one is found by name, and one small file an engine."""
