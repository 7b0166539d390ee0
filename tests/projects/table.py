"""The table of docs/real-projects.md, as the declarations have it: `python -m tests.projects.table` prints it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from assetbuild.definitions.registry import KINDS

from .project import Project, declared

_HEAD = ("| project | `--from` | what works | what is refused or told |", "| --- | --- | --- | --- |")


def tables() -> dict[str, str]:
    """A table for each kind, by the kind's title."""
    found = groupby(sorted(declared(), key=lambda project: project.kind), key=lambda project: project.kind)
    return {KINDS[kind].title: "\n".join((*_HEAD, *map(_row, projects))) for kind, projects in found}


def _row(project: Project) -> str:
    archive = project.archive
    title = f"{project.name}<br>{archive.registry}: {archive.name} {archive.version}"
    return f"| {title} | `{project.definition}` | {project.works} | {'<br>'.join(_messages(project)) or 'nothing'} |"


def _messages(project: Project) -> Iterator[str]:
    """The messages, without the lines that show the place."""
    for line in project.refused.splitlines():
        _, mark, message = line.partition("error: ")
        if mark:
            yield f"refused: {message}"
        elif line.startswith("  hint: "):
            yield line.removeprefix("  hint: ")
    yield from (f"warning: {message}" for message in project.told)


if __name__ == "__main__":
    for title, table in tables().items():
        print(f"## {title}\n\n{table}\n")
