"""Declarations: a real project, how it is compiled, and what must come of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple

from . import kinds
from .archive import Archive


class Page(NamedTuple):
    """A page that is opened. `html` is a Jinja template with the tags and helpers of the kind; else `program`, a file
    of the project, prints the page. `holds` has expressions of JavaScript and the values that they must have.

    `answers` has what the project's program would answer, by path. What was compiled is below the prefix that the
    manifest names, the project's own files are below `/project/`.
    """

    name: str
    html: str = ""
    program: str = ""
    holds: Mapping[str, object] = {}
    answers: Mapping[str, str] = {}


class Project(NamedTuple):
    """A project that is compiled through `--from definition` in the folder of its archive.

    `files` is what its user has beside it, never a file of the project itself, and `beside` what other people have, by
    folder. `libraries` are what its program imports. `told` has the messages of the build's warnings, in order;
    `refused` the whole of standard error where it fails, with exit status `status`, and there are no pages. `works`
    goes into the table of docs/real-projects.md. `static` is the folder that the project's program serves below the
    same prefix, for what its pages name as it is.
    """

    name: str
    archive: Archive
    definition: str
    works: str
    pages: tuple[Page, ...] = ()
    files: Mapping[str, str] = {}
    beside: Mapping[str, Archive] = {}
    libraries: tuple[Archive, ...] = ()
    static: str = ""
    told: tuple[str, ...] = ()
    refused: str = ""
    status: int = 1

    @property
    def kind(self) -> str:
        return self.definition.partition(":")[0]

    @property
    def archives(self) -> tuple[Archive, ...]:
        return (self.archive, *self.beside.values(), *self.libraries)


def declared() -> Iterator[Project]:
    """What the modules of tests/projects/kinds declare as PROJECTS, in the order of their names."""
    for module in sorted(iter_modules(kinds.__path__), key=lambda found: found.name):
        yield from import_module(f"{kinds.__name__}.{module.name}").PROJECTS
