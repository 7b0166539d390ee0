"""What a Rails application says of its assets: their folders, and the constants in its configuration.

Nothing of Ruby runs: of the configuration is read what is a plain constant, and told what is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import Location, locate
from ..model import Note
from .reader import Reader
from .tree import path_in

_FILES = ("config/application.rb", "config/environments/production.rb", "config/initializers/assets.rb")
_PLACES = ("app/assets", "lib/assets", "vendor/assets")
_STRING = r"""(?:'[^'\\]*'|"[^"\\#]*")"""
_JOINED = rf"""(?:Rails\.root\.join\(\s*{_STRING}(?:\s*,\s*{_STRING})*\s*\)|"\#{{Rails\.root}}/[^"\\#]*")(?:\.to_s)?"""
_ITEM = rf"(?:{_JOINED}|{_STRING})"
_WORDS = r"%[wW]?(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})"
_VALUE = rf"(?:{_WORDS}|\[\s*{_ITEM}(?:\s*,\s*{_ITEM})*\s*,?\s*\]|{_ITEM}(?:\s*,\s*{_ITEM})*)"
_ADDED = re.compile(
    rf"assets\.(?P<key>paths|precompile|excluded_paths)\s*(?:<<|\+=|\.(?:push|append|concat|(?P<first>unshift|prepend))\b)\s*\(?\s*(?P<value>{_VALUE}\s*(?=[)#\n]|\Z))?"
)
_PREFIX = re.compile(rf"assets\.prefix\s*=\s*(?P<value>{_STRING})?")
_COMPRESSOR = re.compile(r"assets\.(?P<kind>js|css)_compressor\s*=\s*(?P<value>:\w+|nil|false|[A-Z][\w:]*)")
_COMMENT = re.compile(r"(?m)^[ \t]*#.*|(?<=[\s)])#(?!\{)[^\"'\n]*$")
_GEM = re.compile(r"^    (\S+) \(([^)]*)\)", re.MULTILINE)


@dataclass(slots=True)
class RailsProject:
    """`paths` are the folders of assets, in order; `precompile` is what is to be made, with the places; `compressors`
    minify "js" and "css"; `gems` are the versions of Gemfile.lock."""

    paths: list[str] = field(default_factory=list)
    precompile: dict[str, Location] = field(default_factory=dict)
    prefix: str = "/assets"
    compressors: dict[str, tuple[str, Location]] = field(default_factory=dict)
    gems: dict[str, str] = field(default_factory=dict)
    excluded: set[str] = field(default_factory=set)
    places: dict[str, Location] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What the URLs of assets begin with."""
        return f"/{self.prefix.strip('/')}/".replace("//", "/")

    def major(self, gem: str) -> int | None:
        """The major version of a gem that the application has."""
        found = re.match(r"\d+", self.gems.get(gem, ""))
        return int(found[0]) if found else None


def gems_in(lock: str) -> dict[str, str]:
    """The versions of the gems that a Gemfile.lock has."""
    return dict(_GEM.findall(lock))


def read_project(folder: str, reader: Reader) -> RailsProject:
    """The application in `folder`, which is relative to the reader's; paths in it are so too."""
    project = RailsProject()
    if (lock := reader.read(path_in(folder, "Gemfile.lock"))) is not None:
        project.gems = gems_in(lock.decode(errors="replace"))
    for place in _PLACES:
        parent = path_in(folder, place)
        project.paths += [path for name in reader.names(parent) if reader.is_folder(path := f"{parent}/{name}")]
    found = [path for path in project.paths if not path.rpartition("/")[2].startswith(".")]
    project.paths = []
    for file in _FILES:
        if reader.read(path_in(folder, file)) is not None:
            _read_ruby(project, folder, path_in(folder, file), reader)
    # Rails puts its own folders before all that the configuration adds, be it in front.
    project.paths = found + project.paths
    if "importmap-rails" in project.gems:
        project.paths += [path_in(folder, "app/javascript"), path_in(folder, "vendor/javascript")]
    paths = dict.fromkeys(path for path in project.paths if path not in project.excluded)
    project.paths = [path for path in paths if _is_there(path, reader)]
    return project


def _is_there(path: str, reader: Reader) -> bool:
    """Whether there is that folder. One that comes later is noticed."""
    if reader.is_folder(path):
        return True
    reader.has(path)
    return False


def _read_ruby(project: RailsProject, folder: str, file: str, reader: Reader) -> None:
    text = _COMMENT.sub(lambda found: " " * len(found[0]), reader.text(file))
    name = reader.file(file)
    for found in _ADDED.finditer(text):
        where = locate(name, text, found.start())
        if found["value"] is None:
            message = f"`{found['key']}` is given something that is no plain constant, which is not read"
            project.notes.append(Note("warning", message, where))
            continue
        items = list(_items(found["value"]))
        paths = [path_in(folder, item.rstrip("/")) for item in items]
        if found["key"] == "precompile":
            project.precompile |= {item: where for item in items if item not in project.precompile}
        elif found["key"] == "paths":
            project.paths = [*paths, *project.paths] if found["first"] else [*project.paths, *paths]
            project.places = dict.fromkeys(paths, where) | project.places
        else:
            project.excluded.update(paths)
    for found in _PREFIX.finditer(text):
        if found["value"]:
            project.prefix = found["value"][1:-1]
    for found in _COMPRESSOR.finditer(text):
        if found["value"] not in ("nil", "false"):
            project.compressors[found["kind"]] = found["value"].lstrip(":"), locate(name, text, found.start())


def _items(value: str) -> Iterator[str]:
    """The strings in a constant: of a list of words, of an array, of `Rails.root.join`."""
    if value.startswith("%"):
        yield from re.sub(r"^%[wW]?.|.\s*$", "", value).split()
        return
    for item in re.findall(_ITEM, value):
        if item.startswith("Rails"):
            yield "/".join(each[1:-1].strip("/") for each in re.findall(_STRING, item))
        else:
            yield item.removesuffix(".to_s")[1:-1].removeprefix("#{Rails.root}/")
