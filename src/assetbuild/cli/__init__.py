"""The command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from ..errors import ASSETS_AT_FAULT, INTERRUPTED, AssetbuildError, UsageError

_INTERRUPTED = AssetbuildError("interrupted", hint="the output folder is as the last complete build left it")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status."""
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        status = INTERRUPTED
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    import click

    from .commands import group
    from .console import error_of_click, prepare_streams, report_error, report_usage, silence_output

    prepare_streams()
    as_json = "--json" in arguments
    if not arguments:
        report_usage(group)
        return UsageError.exit_status
    try:
        try:
            status = group.main(arguments, prog_name="assetbuild", standalone_mode=False)
        except AssetbuildError as error:
            report_error(error, as_json)
            return error.exit_status
        except click.Abort:
            report_error(_INTERRUPTED, as_json)
            return INTERRUPTED
        except click.ClickException as error:
            report_error(error_of_click(error), as_json)
            return error.exit_code
    except BrokenPipeError:
        silence_output()
        return ASSETS_AT_FAULT
    return status if isinstance(status, int) else 0
