"""`[filters.NAME]` of a command, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...model import FilterUse
from ..options import OptionError, refuse_unknown

OPTIONS = frozenset(("command", "environment", "files", "inputs", "timeout", "version"))
PLACES = ("{input}", "{output}", "{file}", "{folder}")
SECONDS = 60.0
_EXAMPLES = {
    "command": 'for example command = ["node_modules/.bin/postcss"]',
    "environment": 'for example environment = { NODE_ENV = "production" }',
    "files": 'for example files = ["**/*.less"]',
    "inputs": 'for example inputs = ["tailwind.config.js", "templates/**"]',
    "timeout": "in seconds: timeout = 120",
    "version": 'for example version = ["node_modules/.bin/postcss", "--version"]',
}


@dataclass(frozen=True, slots=True)
class Settings:
    """A command with its arguments, the command that says its version (or nothing), the globs of what it reads beside
    the text (None: nobody knows), how long it may take (seconds), the environment variables it gets, and the globs of
    the sources that it is for (None: all)."""

    command: tuple[str, ...]
    version: tuple[str, ...] = ()
    inputs: tuple[str, ...] | None = None
    timeout: float = SECONDS
    environment: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] | None = None

    def names(self, place: str) -> bool:
        """Whether the command has that placeholder."""
        return any(place in word for word in self.command)


def read_settings(use: FilterUse) -> Settings:
    """The settings. Raises OptionError for one that is not right."""
    refuse_unknown(use, OPTIONS)
    options = dict(use.options)
    command = _words(use.name, options, "command")
    if not command:
        raise _wrong(use.name, "command", "must name a program")
    timeout = options.get("timeout", SECONDS)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout <= 0:
        raise _wrong(use.name, "timeout", "must be a number above 0")
    return Settings(
        command,
        _words(use.name, options, "version") if "version" in options else (),
        _words(use.name, options, "inputs") if "inputs" in options else None,
        float(timeout),
        _environment(use.name, options.get("environment", {})),
        _words(use.name, options, "files") if "files" in options else None,
    )


def _words(name: str, options: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = options[key]
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _wrong(name, key, "must be a list of strings: no shell reads it")
    return tuple(value)


def _environment(name: str, value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise _wrong(name, "environment", "must be a table of strings")
    return dict(sorted(value.items()))


def _wrong(name: str, key: str, what: str) -> OptionError:
    return OptionError(f"the option `{key}` of the filter {name!r} {what}", key, _EXAMPLES[key])
