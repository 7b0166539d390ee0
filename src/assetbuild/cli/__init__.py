"""The command line."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..errors import Interrupted

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
    from ..errors import ASSETS_AT_FAULT, AssetbuildError
    from .console import prepare_streams, report_error, silence_output

    prepare_streams()
    try:
        try:
            return _run_compile(arguments)
        except AssetbuildError as error:
            report_error(error, "--json" in arguments)
            return error.exit_status
    except BrokenPipeError:
        silence_output(sys.stdout, sys.stderr)
        return ASSETS_AT_FAULT


def _run_compile(arguments: list[str]) -> int:
    """Without click, where the call is plain."""
    from .compile_options import plain_call

    options = plain_call(arguments)
    if options is None:
        return _run_group(arguments)
    from .compiling import run

    try:
        run(options)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        raise _interrupted() from None
    return 0


def _run_group(arguments: list[str]) -> int:
    import click

    from ..errors import UsageError
    from .commands import group
    from .console import error_of_click, report_usage

    if not arguments:
        report_usage(group)
        return UsageError.exit_status
    try:
        status = group.main(arguments, prog_name="assetbuild", standalone_mode=False, obj=arguments)
    except click.Abort:
        raise _interrupted() from None
    except click.ClickException as error:
        raise error_of_click(error) from None
    return status if isinstance(status, int) else 0


def _interrupted() -> Interrupted:
    from ..errors import Interrupted

    return Interrupted("interrupted", hint="the output folder is as the last complete build left it")
