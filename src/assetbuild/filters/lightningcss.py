"""The `lightningcss` filter: the smallest style sheet that the configured browsers understand."""

from __future__ import annotations

from functools import partial

from ..errors import Location, UsageError
from ..model import Fetch, Filter, Filtered, FilterInput, Note, Options
from . import rcssmin
from .engines import Engines

_VERSION = "1"
_BOM = "\ufeff"
_INSTALL = 'install the extra: pip install "assetbuild[small]"'
# Behind it stand line and column in what the library says of a fault.
_FILE = "\0"


def load(engines: Engines) -> Filter:
    """The filter. Raises UsageError where the library is missing or cannot read the query of targets."""
    from importlib.metadata import version

    try:
        import lightningcss
    except ImportError as error:
        raise UsageError('the filter "lightningcss" needs the library lightningcss', hint=_INSTALL) from error
    try:
        lightningcss.process_stylesheet("", browsers_list=[engines.targets])
    except ValueError as error:
        message = f"`targets` is no list of browsers: {error}"
        raise UsageError(message, hint="see https://browsersl.ist for what can be said") from error
    named = " ".join([_VERSION, rcssmin.load().version, "lightningcss", version("lightningcss"), engines.targets])
    return Filter("lightningcss", named, each=partial(_each, engines.targets), options=frozenset())


def _each(targets: str, source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    import lightningcss

    try:
        text = lightningcss.process_stylesheet(
            source.text.removeprefix(_BOM), filename=_FILE, browsers_list=[targets], minify=True
        )
    except ValueError as error:
        return _safe(source, *_told(str(error), source))
    return Filtered(text.removesuffix("\n"))


def _safe(source: FilterInput, reason: str, where: Location) -> Filtered:
    """What its strict mode refuses, it would drop in the other: the safe level keeps it."""
    safe = rcssmin.minify(source)
    message = f"lightningcss refuses it, so it is minified by `safe`: {reason}"
    return Filtered(safe.text, (Note("info", message, where), *safe.notes))


def _told(said: str, source: FilterInput) -> tuple[str, Location]:
    """What the library says, and the place, whose line it counts from 0 and whose column from 1."""
    reason, _, place = said.partition(f" at {_FILE}:")
    reason = reason.rpartition(": ")[2]
    line, _, column = place.partition(":")
    lines = source.text.removeprefix(_BOM).splitlines() or [""]
    if not (line.isdecimal() and column.isdecimal()) or int(line) >= len(lines):
        return reason, Location(source.path)
    return reason, Location(source.path, int(line) + 1, int(column), lines[int(line)])
