"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..errors import INTERRUPTED, AssetbuildError


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(_run(arguments))


def _run(arguments: list[str]) -> int:
    import click

    from .commands import group
    from .console import report_error

    try:
        status = group.main(arguments, prog_name="assetbuild", standalone_mode=False)
    except AssetbuildError as error:
        report_error(error, "--json" in arguments)
        return error.exit_status
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except click.Abort:
        click.echo("interrupted; the output folder is as the last complete build left it", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return status if isinstance(status, int) else 0
