"""All commands in one group."""

from __future__ import annotations

import click

from .. import __version__
from .check import check
from .compile import compile_command
from .init import init
from .lookup import lookup
from .prune import prune
from .verify import verify


class _Group(click.Group):
    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        found = super().get_command(context, name)
        if found is None:
            from ..errors import UsageError, did_you_mean

            known = self.list_commands(context)
            hint = did_you_mean(name, known) or "commands: " + ", ".join(known)
            raise UsageError(f"there is no command {name!r}", hint=hint)
        return found


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="assetbuild %(version)s")
def group() -> None:
    """Compile, bundle, minify, fingerprint and precompress a site's assets, once, in the build stage."""


for command in (check, compile_command, init, lookup, prune, verify):
    group.add_command(command)
