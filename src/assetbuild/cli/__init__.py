"""The command line."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit status."""
    try:
        status = _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        status = _INTERRUPTED
    if arguments is None:
        _leave_all_as_it_is()
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["compile"]:
        # Whether there is anything to do is known before anything that could do it is imported.
        from ..replay import replay

        if replay(arguments):
            return 0
        _collect_less()
    return _run_command(arguments)


def _collect_less() -> None:
    """A build makes many objects that last and few circles: to look for these as often as a web server does takes a
    twentieth of its time."""
    import gc

    gc.set_threshold(50_000, 20, 100)


def _leave_all_as_it_is() -> None:
    """Python looks for circles in all that is left when it ends: not worth a thirtieth of a build."""
    import gc

    gc.freeze()


def _run_command(arguments: list[str]) -> int:
    import click

    from ..errors import ASSETS_AT_FAULT, INTERRUPTED, AssetbuildError, UsageError
    from .commands import group
    from .console import error_of_click, prepare_streams, report_error, report_usage, silence_output

    prepare_streams()
    as_json = "--json" in arguments
    if not arguments:
        report_usage(group)
        return UsageError.exit_status
    try:
        try:
            status = group.main(arguments, prog_name="assetbuild", standalone_mode=False, obj=arguments)
        except AssetbuildError as error:
            report_error(error, as_json)
            return error.exit_status
        except click.Abort:
            hint = "the output folder is as the last complete build left it"
            report_error(AssetbuildError("interrupted", hint=hint), as_json)
            return INTERRUPTED
        except click.ClickException as error:
            report_error(error_of_click(error), as_json)
            return error.exit_code
    except BrokenPipeError:
        silence_output(sys.stdout, sys.stderr)
        return ASSETS_AT_FAULT
    return status if isinstance(status, int) else 0
