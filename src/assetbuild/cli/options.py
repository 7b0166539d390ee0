"""The options that every command takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..config import Config
from ..config_file import load_config

_SIZE = re.compile(r"(\d{1,9}(?:\.\d{1,3})?) ?([kKmMgGtT]?)[bB]?")
_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}

F = TypeVar("F", bound=Callable[..., Any])


class _Size(click.ParamType[int]):
    """Bytes, as people write them: `500MB`, `2GB`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = _SIZE.fullmatch(str(value).strip())
        if found is None:
            self.fail(f"{value!r} is not a size; write 500MB or 2GB", param, ctx)
        return int(float(found[1]) * _UNITS[found[2].upper()])


SIZE = _Size()


def common_options(function: F) -> F:
    """`--config FILE`, `--json`, `-q` and `-v`, as `config_file`, `as_json`, `quiet` and `verbose`."""
    function = click.option("-v", "--verbose", is_flag=True, help="Show notes and every file too.")(function)
    function = click.option("-q", "--quiet", is_flag=True, help="Show errors only.")(function)
    function = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(function)
    return click.option("--config", "config_file", metavar="FILE", help="The configuration to read.")(function)


def definition_option(function: F) -> F:
    """`--from KIND[:PATH]`, as `definition`."""
    words = "Take the configuration of another tool: jammit, webassets:bundles.yaml."
    return click.option("--from", "definition", metavar="KIND[:PATH]", help=words)(function)


def also_option(function: F) -> F:
    """`--also FORMAT[:PATH]`, repeatable, as `also`."""
    words = "Write a manifest for another reader too: vite, django, sprockets."
    return click.option("--also", "also", multiple=True, metavar="FORMAT[:PATH]", help=words)(function)


def output_folder(config_file: str | None, definition: str | None) -> tuple[Config, Path]:
    """The configuration and the output folder that it names."""
    config, folder = load_config(config_file, definition=definition)
    return config, Path(folder, config.output)
