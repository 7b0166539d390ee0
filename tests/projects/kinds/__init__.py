"""One module for each kind of definition; each has its declarations as `PROJECTS: tuple[Project, ...]`."""
