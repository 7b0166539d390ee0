"""The table of docs/real-projects.md, as the declarations have it: `python -m tests.projects.table` prints it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from assetbuild.definitions.registry import KINDS

from .archive import Archive
from .fixture_trees import FIXTURES
from .project import Project, declared

_HEAD = ("| project | `--from` | what works | what is refused or told |", "| --- | --- | --- | --- |")


def tables() -> dict[str, str]:
    """A table for each kind, by the kind's title."""
    rows: dict[str, list[str]] = defaultdict(list)
    for project in declared():
        rows[project.kind].append(
            _row(project.name, project.archive, project.definition, project.works, _messages(project))
        )
    for fixture in FIXTURES:
        messages = [f"refused: {each}" for each in fixture.refused] + [f"warning: {each}" for each in fixture.told]
        kind = fixture.definition.partition(":")[0]
        rows[kind].append(_row(fixture.name, fixture.archive, fixture.definition, fixture.works, iter(messages)))
    return {KINDS[kind].title: "\n".join((*_HEAD, *rows[kind])) for kind in sorted(rows)}


def _row(name: str, archive: Archive, definition: str, works: str, messages: Iterator[str]) -> str:
    version = archive.version[:12] if archive.registry == "git" else archive.version
    title = f"{name}<br>{archive.registry}: {archive.name} {version}"
    return f"| {title} | `{definition}` | {works} | {'<br>'.join(messages) or 'nothing'} |"


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
