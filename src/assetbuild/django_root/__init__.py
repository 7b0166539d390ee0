"""`django:` source roots: what the finders of a project's staticfiles would find."""
