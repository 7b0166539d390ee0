"""Filters that are a command of the project's own: `[filters.NAME] command = [...]`."""
