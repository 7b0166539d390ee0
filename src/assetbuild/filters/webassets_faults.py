"""What went wrong in a webassets filter, in a person's words, and the way out of it."""

from __future__ import annotations

from collections.abc import Sequence
from traceback import extract_tb
from typing import Any

from .failure import describe
from .options import quoted
from .webassets_engines import DISTRIBUTIONS, PROGRAMS, SUCCESSORS, is_webassets_own
from .webassets_options import program_option


def setup_error(error: Exception) -> str:
    """Why a filter could not be made ready: webassets says what is missing in an OSError."""
    return f"{error}".strip() if isinstance(error, OSError | ImportError) else describe(error)


def run_error(target: Any, error: BaseException) -> str:
    """Why it failed on an asset, with the line of the user's module where that is the filter's."""
    from webassets.exceptions import FilterError

    if cause := _start_error(error):
        return f"the program {cause.filename!r} cannot be started: {cause.strerror}"
    if isinstance(error, FilterError):
        return f"{error}"
    return f"{type(error).__name__}: {error}" if is_webassets_own(target) else describe(error)


def remedy(name: str, target: Any, error: BaseException, lacking: Sequence[str] = ()) -> str | None:
    """What to do: take the living filter, install the package or the program, set the option that is `lacking`."""
    table = f"[filters.{quoted(name)}]"
    if name in SUCCESSORS and is_webassets_own(target):
        return f"its engine is no longer kept; {SUCCESSORS[name]} does that work"
    # webassets raises an OSError of its own where the import failed.
    cause = error if isinstance(error, ImportError) else error.__context__
    if isinstance(cause, ImportError) and cause.name:
        package = cause.name.partition(".")[0]
        return f"pip install {DISTRIBUTIONS.get(package, package)}"
    if lacking:
        return f"set `{lacking[-1]}` in {table}; environment variables are not read"
    program = _start_error(error)
    return _program_hint(name, target, str(program.filename), table) if program else None


def _program_hint(name: str, target: Any, program: str, table: str) -> str:
    packages, program = PROGRAMS.get(name if is_webassets_own(target) else "", ("", program))
    option = program_option(target)
    install = f"npm install {packages}" if packages else f"install {program!r}"
    where = f"node_modules/.bin/{program}" if packages else f"path/to/{program}"
    return f'{install}, and set {option} = "{where}" in {table}' if option else install


def _start_error(error: BaseException) -> OSError | None:
    """Why a program could not be started, where that is what went wrong; webassets hides the system's error."""
    cause = error if isinstance(error, OSError) else error.__context__
    if isinstance(cause, OSError) and any(frame.name == "_execute_child" for frame in extract_tb(cause.__traceback__)):
        return cause
    return None
