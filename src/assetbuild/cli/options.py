"""The options that every command takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ..config import Config
from ..config_file import load_config

F = TypeVar("F", bound=Callable[..., Any])


def common_options(function: F) -> F:
    """`--config FILE`, `--json`, `-q` and `-v`, as `config_file`, `as_json`, `quiet` and `verbose`."""
    function = click.option("-v", "--verbose", is_flag=True, help="Show notes and every file too.")(function)
    function = click.option("-q", "--quiet", is_flag=True, help="Show errors only.")(function)
    function = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(function)
    return click.option("--config", "config_file", metavar="FILE", help="The configuration to read.")(function)


def output_folder(config_file: str | None) -> tuple[Config, Path]:
    """The configuration and the output folder that it names."""
    config, folder = load_config(config_file)
    return config, Path(folder, config.output)
