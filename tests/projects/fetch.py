"""Fetches all that the declarations pin: `python -m tests.projects.fetch`. What is there already stays."""

from __future__ import annotations

from .archive import UNPACKED, ready
from .project import declared


def main() -> None:
    wanted = {archive for project in declared() for archive in project.archives}
    for archive in sorted(wanted):
        ready(archive)
    print(f"{UNPACKED.name}: {len(wanted)} releases are there")


if __name__ == "__main__":
    main()
