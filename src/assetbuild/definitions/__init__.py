"""Foreign configurations, each turned into the tables of ours by a module that is imported when it is named."""
