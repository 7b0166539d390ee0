"""What a filter raised, told to the person who named the filter."""

from __future__ import annotations

from itertools import takewhile

from ..errors import AssetbuildError, Location

TYPE_CHECKING = False
if TYPE_CHECKING:
    from traceback import FrameSummary

_MACHINERY = frozenset(("assetbuild", "webassets", "importlib", "_frozen_importlib", "_frozen_importlib_external"))


def failure(name: str, error: BaseException, path: str) -> AssetbuildError:
    """The fault for what the filter `name` raised while it worked on the asset `path`."""
    return AssetbuildError(f"the filter {name!r} failed: {describe(error)}", Location(path))


def describe(error: BaseException) -> str:
    """The error's type and text, and the line of the filter's own module in which it came up."""
    text = f"{type(error).__name__}: {error}".removesuffix(": ")
    frame = _own_frame(error)
    return f"{text} ({frame.filename}:{frame.lineno}, in {frame.name})" if frame else text


def _own_frame(error: BaseException) -> FrameSummary | None:
    """The innermost frame in the file that we called: what happens deeper, in libraries, its author did not write."""
    from traceback import extract_tb, walk_tb

    calls = walk_tb(error.__traceback__)
    outer = sum(1 for _ in takewhile(lambda call: _is_machinery(call[0].f_globals.get("__name__", "")), calls))
    frames = extract_tb(error.__traceback__)[outer:]
    return next((frame for frame in reversed(frames) if frame.filename == frames[0].filename), None)


def _is_machinery(module: str) -> bool:
    return module.partition(".")[0] in _MACHINERY
