"""Runs webassets' filters: a class and options in, a `Filter` out. Its cache, updater and bundles are never touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stdout
from copy import copy
from dataclasses import dataclass
from io import StringIO
from threading import Lock
from typing import Any

from ..errors import AssetbuildError, Location, UsageError
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Note, Options
from .options import refuse_unknown
from .signatures import refuse_unbound
from .webassets_context import Context
from .webassets_engines import PARALLEL, is_webassets_own
from .webassets_faults import remedy, run_error, setup_error
from .webassets_options import refuse_unasked, split_options

_METHODS = ("input", "open", "output", "concat")
_REWRITTEN = "`cssrewrite` does nothing here: every reference is rewritten without it"
# Many filters change the current folder of the whole process, or what their engine keeps for all.
_ALONE = Lock()


def registered_class(name: str) -> Any:
    """The class of webassets' registry with that name, or None.

    Flask-Assets, once imported, has a `jinja2` there that asks the running application. A build has none, and must
    not depend on who imports what: it is always webassets' own.
    """
    found = _registry().get(name)
    if name == "jinja2" and getattr(found, "__module__", "") == "flask_assets":
        from webassets.filter.jinja2 import Jinja2

        return Jinja2
    return found


def registered_names() -> list[str]:
    """The names in webassets' registry."""
    return sorted(_registry())


def is_webassets_filter(target: Any) -> bool:
    """Whether it is a filter class of webassets, or an instance of one."""
    from webassets.filter import Filter as WebassetsFilter

    return issubclass(target, WebassetsFilter) if isinstance(target, type) else isinstance(target, WebassetsFilter)


def bridge(use: FilterUse, target: Any, folder: str, url: str) -> Filter:
    """`target`, a webassets filter class, an instance of one or a callable `(_in, out, **options)`, as a `Filter`.

    Paths in the options are below `folder`; `url` is the prefix that generated addresses get. Raises UsageError where
    a package or a setting that it needs is missing, or for an option it does not know.
    """
    if use.name == "cssrewrite":
        return Filter(use.name, "1", whole=_nothing)
    maker = _Maker(use, target, os.path.abspath(folder), url)
    made = _Bridged(maker, "").filter()
    if not (made.each or made.join or made.whole):
        raise UsageError(f"the webassets filter {use.name!r} has none of the methods {', '.join(_METHODS)}")
    return made


def _registry() -> Mapping[str, Any]:
    from webassets.filter import _FILTERS

    registry: Mapping[str, Any] = _FILTERS
    return registry


def _version() -> str:
    import webassets

    return f"1 webassets {'.'.join(str(part) for part in webassets.__version__)}"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes an instance for each asset: webassets' filters keep state from `input` to `output`, on one thread."""

    use: FilterUse
    target: Any
    folder: str
    url: str

    @property
    def name(self) -> str:
        return self.use.name

    @property
    def runs_beside_others(self) -> bool:
        return self.name in PARALLEL and is_webassets_own(self.target)

    def make(self) -> tuple[Any, Context]:
        """Raises UsageError for what is missing."""
        context = Context(self.folder, self.url, {})
        try:
            with self.turn():
                return self._instance(context), context
        except UsageError:
            raise
        except Exception as error:
            message = f"the filter {self.name!r} cannot be set up: {setup_error(error)}"
            raise UsageError(message, hint=remedy(self.name, self.target, error, context.lacking)) from error

    def _instance(self, context: Context) -> Any:
        from webassets.filter import CallableFilter, ExternalTool, JavaTool

        if not is_webassets_filter(self.target):
            refuse_unbound(self.use, self.target, 2)
            return CallableFilter(_called_with(self.target, dict(self.use.options)))
        if isinstance(self.target, type):
            arguments, settings = split_options(self.use, self.target, self.folder)
            instance: Any = self.target(**arguments)
        else:
            refuse_unknown(self.use, ())
            instance, settings = copy(self.target), {}
        context.config = settings
        # The base class would also look into the environment, which no manifest may depend on.
        instance.get_config = context.setting
        instance.set_context(context)
        instance.setup()
        if isinstance(self.target, type):
            refuse_unasked(self.use, self.target, settings, context.asked)
        tool = issubclass(type(instance), ExternalTool) and not issubclass(type(instance), JavaTool)
        if tool and self.runs_beside_others:
            instance.subprocess = _started_in(self.folder, instance.subprocess)
        return instance

    @contextmanager
    def turn(self) -> Iterator[StringIO]:
        """The time in which the filter may run, in the configuration's folder; gives what it prints."""
        if self.runs_beside_others:
            yield StringIO()
            return
        with _ALONE, chdir(self.folder), redirect_stdout(StringIO()) as printed:
            yield printed

    def run(self, path: str, work: Callable[[], object]) -> tuple[Note, ...]:
        """Raises AssetbuildError for all that goes wrong on the asset `path`."""
        try:
            with self.turn() as printed:
                work()
        except AssetbuildError:
            raise
        except (Exception, SystemExit) as error:
            message = f"the filter {self.name!r} failed: {run_error(self.target, error)}"
            raise AssetbuildError(message, Location(path), remedy(self.name, self.target, error)) from error
        said = printed.getvalue().strip()
        return (Note("warning", f"the filter {self.name!r} says: {said}", Location(path)),) if said else ()


class _Bridged:
    """One instance at work on one asset, with the logical path `output`."""

    def __init__(self, maker: _Maker, output: str) -> None:
        self._maker = maker
        self._instance, self._context = maker.make()
        self._places = {"output": output, "output_path": os.path.join(maker.folder, output)}

    def filter(self) -> Filter:
        each, whole = self._has("open") or self._has("input"), self._has("output")
        if each and whole and hasattr(self._instance, "as_output"):
            # Of the two steps one only hands its input on.
            each, whole = not self._instance.as_output, bool(self._instance.as_output)
        return Filter(
            self._maker.name,
            _version(),
            each=self._each if each else None,
            join=self._join if self._has("concat") else None,
            whole=self._whole if whole else None,
            pure=False,
            reads_file=self._has("open"),
            of_members=True,
            start=lambda output: _Bridged(self._maker, output).filter(),
        )

    def _has(self, method: str) -> bool:
        return callable(getattr(self._instance, method, None))

    def _each(self, source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        self._context.fetch = fetch
        file = fetch.file(source.path) or ""
        places = {"source": source.path, "source_path": file, **self._places}
        text = source.text
        notes: tuple[Note, ...] = ()
        if self._has("open"):
            text, notes = self._run(source.path, lambda out: self._instance.open(out, **places))
        if self._has("input"):
            given = StringIO(text)
            text, more = self._run(source.path, lambda out: self._instance.input(given, out, **places))
            notes = (*notes, *more)
        return Filtered(text, notes)

    def _whole(self, source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        self._context.fetch = fetch
        given = StringIO(source.text)
        return Filtered(*self._run(source.path, lambda out: self._instance.output(given, out, **self._places)))

    def _join(self, sources: tuple[FilterInput, ...], options: Options, fetch: Fetch) -> Filtered:
        from webassets.merge import MemoryHunk

        self._context.fetch = fetch
        hunks = [
            (MemoryHunk(source.text), {"source": source.path, "source_path": fetch.file(source.path) or ""})
            for source in sources
        ]
        return Filtered(
            *self._run(self._places["output"], lambda out: self._instance.concat(out, hunks, **self._places))
        )

    def _run(self, path: str, step: Callable[[StringIO], object]) -> tuple[str, tuple[Note, ...]]:
        out = StringIO()
        notes = self._maker.run(path, lambda: step(out))
        return out.getvalue(), notes


def _called_with(target: Any, options: Mapping[str, Any]) -> Callable[[StringIO, StringIO], None]:
    def call(given: StringIO, out: StringIO) -> None:
        returned = target(given, out, **options)
        if isinstance(returned, str) and returned and not out.getvalue():
            raise TypeError("it returned the text; it must write it: out.write(text)")

    return call


def _started_in(folder: str, run: Any) -> Callable[..., None]:
    """The same, but for the folder in which the program starts: another filter may be changing the process's."""

    def subprocess(argv: list[str], out: StringIO, data: Any = None, cwd: str | None = None) -> None:
        run(argv, out, data=data, cwd=cwd or folder)

    return subprocess


def _nothing(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    return Filtered(source.text, (Note("info", _REWRITTEN, Location(source.path)),))
