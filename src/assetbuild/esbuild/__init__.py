"""The esbuild program: finding the pinned version, and talking to one process of it."""
