"""The settings of a Jammit configuration, those of its environment over the others."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Location, UsageError, locate
from ...known_places import Path
from ...model import Note
from ..reader import Reader
from ..yaml_text import YamlDocument, parse_yaml

_TAG = re.compile(r"<%.*?%>", re.DOTALL)
_VARIABLE = re.compile(r"""<%=\s*ENV(?:\.fetch\(\s*|\[\s*)(["'])(?P<name>\w+)\1\s*[\])]\s*-?%>""")
_HINT = "give the path of Jammit's file: jammit:config/assets.yml"
_ENVIRONMENTS = frozenset(("development", "test", "production", "staging"))
_KNOWN = frozenset(
    "javascripts stylesheets package_path public_root asset_roots package_assets compress_assets gzip_assets "
    "rewrite_relative_paths embed_assets embed_images allow_debugging javascript_compressor compressor_options "
    "css_compressor css_compressor_options template_function template_namespace template_extension templates".split()
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values by name. `block` is the name of the environment where the file has a block for it."""

    document: YamlDocument
    values: Mapping[str, Any]
    block: str
    notes: tuple[Note, ...]
    is_pure: bool

    def get(self, name: str, default: Any = None) -> Any:
        """The value of that name; the default where it is left out or empty."""
        value = self.values.get(name)
        return default if value is None else value

    def where(self, name: str, *path: str | int) -> Location:
        """Where it is written."""
        inner: Path = (self.block, name, *path)
        return self.document.where(*(inner if inner[:2] in self.document.places else inner[1:]))


def read_settings(path: str, environment: str, reader: Reader) -> Settings:
    """The settings in a file for an environment. Raises UsageError for ERB that is more than a variable."""
    text = reader.text(path, _HINT)
    file = reader.file(path)
    document = parse_yaml(_without_erb(text, file), file)
    values = document.value if document.value is not None else {}
    if not isinstance(values, dict):
        raise UsageError("the file must be a mapping", Location(file), _HINT)
    others = {name for name in values if name not in _KNOWN and isinstance(values[name], dict)}
    block = values.get(environment) if environment in others else None
    merged = {name: value for name, value in values.items() if name not in others} | (block or {})
    notes = [
        Note("warning", f"{name!r} is no setting of Jammit, or of a library that adds to it", document.where(name))
        for name in sorted((set(values) - _KNOWN - _ENVIRONMENTS - {environment}), key=str)
    ]
    return Settings(document, merged, environment if block else "", tuple(notes), "<%" not in text)


def _without_erb(text: str, file: str) -> str:
    """The text with variables of the environment filled in."""

    def value(found: re.Match[str]) -> str:
        variable = _VARIABLE.fullmatch(found[0])
        if variable is None:
            hint = "write `<%= ENV['NAME'] %>`, or the value itself"
            raise UsageError("this ERB would need Ruby", locate(file, text, found.start()), hint)
        return os.environ.get(variable["name"], "")

    return _TAG.sub(value, text)
