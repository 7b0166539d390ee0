"""The settings of django-pipeline, with its defaults."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Location, UsageError
from ...model import Note
from ..django_project import DjangoProject

SETTING = "PIPELINE"
_YUGLIFY = "pipeline.compressors.yuglify.YuglifyCompressor"
_DEFAULTS: dict[str, Any] = {
    "STYLESHEETS": {},
    "JAVASCRIPT": {},
    "COMPILERS": [],
    "CSS_COMPRESSOR": _YUGLIFY,
    "JS_COMPRESSOR": _YUGLIFY,
    "TEMPLATE_NAMESPACE": "window.JST",
    "TEMPLATE_EXT": ".jst",
    "TEMPLATE_FUNC": "template",
    "TEMPLATE_SEPARATOR": "_",
    "DISABLE_WRAPPER": False,
    "JS_WRAPPER": "(function() {\n%s\n}).call(this);",
    "EMBED_MAX_IMAGE_SIZE": 32700,
    "EMBED_PATH": "[/]?embed/",
}
# What the build has no use for, or what compilers and compressors are asked for by their names.
_OTHERS = (
    "PIPELINE_ENABLED PIPELINE_COLLECTOR_ENABLED PIPELINE_ROOT PIPELINE_URL SHOW_ERRORS_INLINE MIMETYPES "
    "ENABLED ROOT URL COLLECTOR_ENABLED"
).split()
_ENDINGS = ("_BINARY", "_ARGUMENTS")


@dataclass(frozen=True, slots=True)
class Settings:
    """The values by name. `names` are the static files of the project."""

    project: DjangoProject
    values: Mapping[str, Any]
    names: frozenset[str]

    def __getitem__(self, name: str) -> Any:
        """The value of that name, or django-pipeline's default."""
        return self.values.get(name, _DEFAULTS.get(name))

    def has(self, name: str) -> bool:
        """Whether it is set."""
        return name in self.values

    def words(self, name: str, default: str = "") -> list[str]:
        """A setting `…_BINARY` or `…_ARGUMENTS`, which is a list or what a shell would take apart."""
        value = self.values.get(name, default)
        return shlex.split(value) if isinstance(value, str) else [str(word) for word in value or ()]

    def where(self, *path: str | int) -> Location:
        """Where it is written."""
        return self.project.where(SETTING, *path)

    def unknown(self) -> Iterator[Note]:
        """A warning for each name that django-pipeline does not know either."""
        known = {*_DEFAULTS, *_OTHERS}
        for name in sorted(self.values):
            if name not in known and not name.endswith(_ENDINGS):
                yield Note("warning", f"{name!r} is no setting of django-pipeline", self.where(name))


def read_settings(project: DjangoProject) -> Settings:
    """The settings that the project answered with. Raises UsageError where it has none."""
    values = project.said["pipeline"]
    if not isinstance(values, dict):
        raise UsageError("the settings have no `PIPELINE`", project.file, "name those that have: django-pipeline:…")
    settings = Settings(project, values, frozenset(project.said["names"]))
    for kind in ("STYLESHEETS", "JAVASCRIPT"):
        if not isinstance(settings[kind] or {}, dict):
            raise UsageError(f"`{kind}` must be a dictionary of packages", settings.where(kind))
    return settings
