"""All commands in one group, each imported when it is called."""

from __future__ import annotations

from importlib import import_module

import click

from .. import __version__

_COMMANDS = ("check", "compile", "init", "lookup", "migrate", "prune", "serve", "server-config", "verify", "watch")


class _Group(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command:
        if name not in _COMMANDS:
            from ..errors import UsageError, did_you_mean

            hint = did_you_mean(name, _COMMANDS) or "commands: " + ", ".join(_COMMANDS)
            raise UsageError(f"there is no command {name!r}", hint=hint)
        command: click.Command = import_module(f".{name.replace('-', '_')}", __package__).command
        return command


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="assetbuild %(version)s")
def group() -> None:
    """Compile, bundle, minify, fingerprint and precompress a site's assets, once, in the build stage."""
