"""A user's own filter, `module:attribute`, imported from the folder of the configuration."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import AssetbuildError, Location, UsageError, did_you_mean
from .failure import describe

_FORM = "a filter of your own is written `module:Class`"


def load_own(
    name: str, folder: str, what: str = "the filter", form: str = _FORM, use: Callable[[Any], Any] | None = None
) -> tuple[Any, tuple[str, ...]]:
    """What `module:attribute` names, and the files of the modules in `folder` that were imported for it; the module is
    looked for there first, then where Python looks. `use` makes something of it while they can still be imported.

    `what` is its name in errors, and `form` says what it looks like. Raises UsageError where it is not there or cannot
    be imported.
    """
    module, _, attribute = name.partition(":")
    if module.endswith(".py") or not all(part.isidentifier() for part in f"{module}.{attribute}".split(".")):
        raise UsageError(
            f"{name!r} names no {what.removeprefix('the ')}", hint=f"{form}, without a path and without `.py`"
        )
    told = f"{what} {name!r} cannot be loaded"

    def find(found: Any) -> Any:
        for part in attribute.split("."):
            if not hasattr(found, part):
                hint = did_you_mean(part, (each for each in dir(found) if not each.startswith("__")))
                raise UsageError(f"{told}: {module!r} has no {part!r}", hint=hint)
            found = getattr(found, part)
        return use(found) if use else found

    return _import(told, module, os.path.abspath(folder), find)


def _import(told: str, module: str, folder: str, find: Callable[[Any], Any]) -> tuple[Any, tuple[str, ...]]:
    from importlib import import_module

    with _first_on_the_path(folder, module.partition(".")[0]) as local:
        try:
            return find(import_module(module)), _files(local())
        except AssetbuildError:
            raise
        except ModuleNotFoundError as error:
            raise _missing(told, module, folder, error) from error
        except SyntaxError as error:
            place = Location(error.filename or "", error.lineno or 0, error.offset or 1, (error.text or "").rstrip())
            raise UsageError(f"{told}: not valid Python: {error.msg}", place) from error
        except (Exception, SystemExit) as error:
            raise UsageError(f"{told}: {describe(error)}") from error


def _missing(told: str, module: str, folder: str, error: ModuleNotFoundError) -> UsageError:
    absent = error.name or ""
    if f"{module}.".startswith(f"{absent}."):
        hint = did_you_mean(module, _modules(folder)) or f"it is looked for in {folder}; {_FORM}"
        return UsageError(f"{told}: there is no module {absent!r}", hint=hint)
    return UsageError(f"{told}: {describe(error)}", hint=f"pip install {absent.partition('.')[0]}")


@contextmanager
def _first_on_the_path(folder: str, top: str) -> Iterator[Callable[[], Iterable[str]]]:
    """Imports see the modules of `folder` first; gives what lists those that were imported. Afterwards these are
    forgotten again: in one process, the `filters.py` of another project is another module. Nothing is written beside
    them, nor is a stale compiled file."""
    from importlib import invalidate_caches

    local = _modules(folder)
    if os.path.isdir(os.path.join(folder, top)):
        local.add(top)

    def imported() -> list[str]:
        return [name for name in sys.modules if name.partition(".")[0] in local]

    def forget() -> dict[str, Any]:
        return {name: sys.modules.pop(name) for name in imported()}

    invalidate_caches()
    hidden, writes = forget(), sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    try:
        yield imported
    finally:
        sys.path.remove(folder)
        sys.dont_write_bytecode = writes
        forget()
        sys.modules |= hidden


def _files(modules: Iterable[str]) -> tuple[str, ...]:
    files = (getattr(sys.modules[name], "__file__", None) for name in modules)
    return tuple(sorted(file for file in files if file))


def _modules(folder: str) -> set[str]:
    """The modules and packages that stand in `folder`."""
    found = set()
    for entry in os.listdir(folder):
        name, extension = os.path.splitext(entry)
        if extension == ".py" or os.path.isfile(os.path.join(folder, entry, "__init__.py")):
            found.add(name)
    return found
