"""Fetches all that the declarations pin: `python -m tests.projects.fetch`. What is there already stays."""

from __future__ import annotations

from .archive import UNPACKED, Unreachable, ready
from .fixture_trees import FIXTURES
from .project import declared


def main() -> None:
    wanted = {archive for project in declared() for archive in project.archives}
    wanted |= {fixture.archive for fixture in FIXTURES}
    there = len(wanted)
    for archive in sorted(wanted):
        try:
            ready(archive)
        except Unreachable as error:
            print(f"{archive.name}: {error}, so its tests are skipped")
            there -= 1
    print(f"{UNPACKED.name}: {there} of {len(wanted)} projects are there")


if __name__ == "__main__":
    main()
