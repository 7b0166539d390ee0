"""django-compressor's tag `{% compress %}`, answered from the manifest; an app in its place."""
