"""What webassets is told to do, whether by a file, a program or a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...errors import Location
from ...model import Note

VERSION = "%(version)s"


@dataclass(frozen=True, slots=True)
class WebassetsFilter:
    """A filter by its name in webassets' registry, or as `module:attribute`, and the options it was made with."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WebassetsBundle:
    """A bundle: its contents in order, filters, and output, a path with `%(version)s` perhaps, below the directory."""

    contents: tuple[str | WebassetsBundle, ...]
    filters: tuple[WebassetsFilter, ...] = ()
    output: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    config: Mapping[str, Any] = field(default_factory=dict)
    where: Location = field(default=Location(""), compare=False)
    items: tuple[Location, ...] = field(default=(), compare=False)

    @property
    def has_files(self) -> bool:
        return any(isinstance(content, str) for content in self.contents)

    @property
    def is_container(self) -> bool:
        """Whether it only stands for its bundles, which are built each for itself."""
        return not self.has_files and not self.output


@dataclass(frozen=True, slots=True)
class WebassetsEnvironment:
    """All bundles and settings. Folders are relative to the project's.

    `anonymous` bundles have no name: templates make them. `prefixes` maps a folder to what its paths begin with in
    contents. `templates` are folders. `file` is what it was read from, where that is no program.
    """

    directory: str
    url: str = ""
    load_path: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    bundles: Mapping[str, WebassetsBundle] = field(default_factory=dict)
    anonymous: tuple[WebassetsBundle, ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    templates: tuple[str, ...] = ()
    places: Mapping[str, Location] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    is_pure: bool = True
    file: str = ""
