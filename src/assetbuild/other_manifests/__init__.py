"""Manifests that other readers read, from what ours says: one small pure module a format, imported when it is named."""
