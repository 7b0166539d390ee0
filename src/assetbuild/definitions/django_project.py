"""A Django project as definitions ask it, and where its settings are written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from ..django_root.asking import ask, settings_files
from ..errors import Location, UsageError
from ..known_places import Path
from ..starter import django_settings
from .python_places import places_in_python
from .reader import Reader


@dataclass(frozen=True, slots=True)
class DjangoProject:
    """What the project answered, how it is named as a source root, and where its settings have what."""

    root: str
    said: dict[str, Any]
    places: dict[Path, Location]
    file: Location

    def where(self, *path: str | int) -> Location:
        """Where that is written: a setting, a key in it, and so on; the nearest known above it, else the settings."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, self.file)


def ask_project(kind: str, path: str, question: str, reader: Reader) -> DjangoProject:
    """Ask the project whose settings `path` names, or `manage.py` where it is empty. Raises UsageError."""
    settings = path or django_settings(reader.folder)
    if settings is None:
        raise UsageError(f"{kind!r} names no settings, and no manage.py does", None, f"--from {kind}:mysite.settings")
    said = ask(f"{__package__}.{question}", settings, f"{kind}:{settings}", reader.folder, None)
    for file in said["inputs"]:
        if os.path.isfile(file):
            reader.read(os.path.relpath(file, reader.folder))
    place, places = _settings(settings, reader)
    return DjangoProject(f"django:{settings}", said, places, place)


def _settings(settings: str, reader: Reader) -> tuple[Location, dict[Path, Location]]:
    for file in settings_files(settings, reader.folder):
        path = os.path.relpath(file, reader.folder)
        file = reader.file(path)
        if reader.has(path):
            return Location(file), dict(places_in_python(file, reader.text(path)))
    return Location(settings), {}
