"""Runs webassets' filters: a class and options in, a `Filter` out. Its cache, updater and bundles are never touched."""

from __future__ import annotations

import inspect
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from ..errors import AssetbuildError, Location, UsageError, did_you_mean
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Note, Options, TextFilter

_METHODS = ("input", "open", "output", "concat")
# Where a module and the distribution that brings it bear different names.
_DISTRIBUTIONS = {"sass": "libsass", "scss": "pyScss", "slimit": "slimit", "jsmin": "jsmin", "cssutils": "cssutils"}
_REWRITTEN = "`cssrewrite` does nothing here: every reference is rewritten without it"


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes an instance for each call, since webassets' filters keep state and run on one thread."""

    name: str
    target: Any
    folder: str

    def make(self, options: Options, fetch: Fetch | None = None) -> Any:
        from webassets.filter import CallableFilter
        from webassets.filter import Filter as WebassetsFilter

        if not (isinstance(self.target, type) and issubclass(self.target, WebassetsFilter)):
            return CallableFilter(self.target)
        arguments, settings = _split(self.target, options)
        instance: Any = self.target(**arguments)
        context = _Context(self.folder, settings, fetch)
        # The base class would also look into the environment, which no manifest may depend on.
        instance.get_config = context.setting
        instance.set_context(context)
        instance.setup()
        unknown = sorted(settings.keys() - context.asked)
        if unknown:
            raise TypeError(f"unknown option `{unknown[0]}`")
        return instance


class _Context:
    """What a filter asks of webassets' environment."""

    debug = False
    cache = None
    auto_build = False

    def __init__(self, folder: str, settings: Mapping[str, Any], fetch: Fetch | None) -> None:
        self.directory = folder
        self.url = "/"
        self.environment = self
        self.resolver = self
        self.config = settings
        self.load_path: list[str] = []
        self.asked: set[str] = set()
        self._fetch = fetch

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return self.config.get(key, default)

    def setting(
        self,
        setting: Any = False,
        env: Any = None,
        require: bool = True,
        what: str = "dependency",
        type: Any = None,  # noqa: A002 (webassets' name)
    ) -> Any:
        value = self.get(setting or env)
        if value is None and require:
            raise OSError(f"{what} was not found; set the option {setting or env!r}")
        return value

    def resolve_source(self, context: Any, item: str) -> str:
        file = self._fetch.file(item) if self._fetch else None
        return file if file is not None else os.path.join(self.directory, item)


def registered_class(name: str) -> Any:
    """The class of webassets' registry with that name, or None."""
    return _registry().get(name)


def registered_names() -> list[str]:
    """The names in webassets' registry."""
    return sorted(_registry())


def bridge(use: FilterUse, target: Any, folder: str) -> Filter:
    """`target`, a webassets filter class or a callable `(_in, out)`, as a `Filter`.

    Raises UsageError where it is neither, where a package that it needs is missing, or for an option it does not know.
    """
    if use.name == "cssrewrite":
        return Filter(use.name, "1", whole=_nothing)
    if not callable(target):
        raise UsageError(f"{use.name!r} is neither a webassets filter class nor a callable `(_in, out)`")
    maker = _Maker(use.name, target, folder)
    instance = _try(maker, dict(use.options))
    calls = {name: callable(getattr(instance, name, None)) for name in _METHODS}
    if not any(calls.values()):
        raise UsageError(f"the webassets filter {use.name!r} has none of the methods {', '.join(_METHODS)}")
    return Filter(
        use.name,
        _version(),
        each=_each(maker, calls["open"], calls["input"]),
        join=_join(maker) if calls["concat"] else None,
        whole=_whole(maker) if calls["output"] else None,
        pure=False,
        reads_file=calls["open"],
    )


def _registry() -> Mapping[str, Any]:
    from webassets.filter import _FILTERS, load_builtin_filters

    if not _FILTERS:
        load_builtin_filters()
    registry: Mapping[str, Any] = _FILTERS
    return registry


def _version() -> str:
    import webassets

    return f"1 webassets {'.'.join(str(part) for part in webassets.__version__)}"


def _try(maker: _Maker, options: dict[str, Any]) -> Any:
    """One instance, made early, so that what is missing shows once and not for every file."""
    try:
        return maker.make(options)
    except ImportError as error:
        package = (error.name or "").partition(".")[0]
        hint = f"pip install {_DISTRIBUTIONS.get(package, package)}" if package else None
        raise UsageError(f"the filter {maker.name!r} needs a package: {error}", hint=hint) from error
    except OSError as error:
        raise UsageError(f"the filter {maker.name!r} cannot be set up: {error}", hint=_install(error)) from error
    except TypeError as error:
        message = f"the filter {maker.name!r} does not take these options: {error}"
        known = _known_options(maker.target)
        wrong = next((key for key in sorted(options) if key not in known), "")
        hint = did_you_mean(wrong, known) or f"its options: {', '.join(sorted(known)) or 'none'}"
        raise UsageError(message, hint=hint) from error
    except Exception as error:
        raise UsageError(f"the filter {maker.name!r} cannot be set up: {type(error).__name__}: {error}") from error


def _install(error: OSError) -> str | None:
    """webassets hides a missing package in an EnvironmentError raised where the import failed."""
    cause = error.__context__
    if not isinstance(cause, ImportError) or not cause.name:
        return None
    package = cause.name.partition(".")[0]
    return f"pip install {_DISTRIBUTIONS.get(package, package)}"


def _known_options(target: Any) -> dict[str, str]:
    """Each name under which an option may be given, mapped to the argument of the constructor ('' for a setting)."""
    from webassets.filter import Filter as WebassetsFilter
    from webassets.filter import parse_options

    if not (isinstance(target, type) and issubclass(target, WebassetsFilter)):
        return {}
    known = {}
    for attribute, (argument, setting, _) in parse_options(target.options).items():
        known[argument or attribute] = argument or attribute
        if setting:
            known[setting] = ""
    for name, parameter in list(inspect.signature(target.__init__).parameters.items())[1:]:
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            known.setdefault(name, name)
    return known


def _split(target: Any, options: Options) -> tuple[dict[str, Any], dict[str, Any]]:
    """The options that the constructor takes, and those that the filter may ask the environment for."""
    known = _known_options(target)
    arguments = {known[key]: value for key, value in options.items() if known.get(key)}
    settings = {key: value for key, value in options.items() if not known.get(key) and key.isupper()}
    arguments |= {key: value for key, value in options.items() if key not in arguments and key not in settings}
    return arguments, settings


def _each(maker: _Maker, opens: bool, inputs: bool) -> TextFilter | None:
    if not (opens or inputs):
        return None

    def each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        instance = maker.make(options, fetch)
        file = fetch.file(source.path) or ""
        places = {"output": source.path, "output_path": os.path.join(maker.folder, source.path)}
        out = StringIO(source.text)
        if opens:
            out = StringIO()
            _call(maker, source.path, lambda: instance.open(out, source_path=file, source=source.path, **places))
        if inputs:
            text, out = StringIO(out.getvalue()), StringIO()
            _call(maker, source.path, lambda: instance.input(text, out, source_path=file, source=source.path, **places))
        return Filtered(out.getvalue())

    return each


def _whole(maker: _Maker) -> TextFilter:
    def whole(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        instance = maker.make(options, fetch)
        out = StringIO()
        places = {"output": source.path, "output_path": os.path.join(maker.folder, source.path)}
        _call(maker, source.path, lambda: instance.output(StringIO(source.text), out, **places))
        return Filtered(out.getvalue())

    return whole


def _join(maker: _Maker) -> Callable[[tuple[FilterInput, ...], Options, Fetch], Filtered]:
    def join(sources: tuple[FilterInput, ...], options: Options, fetch: Fetch) -> Filtered:
        from webassets.merge import MemoryHunk

        instance = maker.make(options, fetch)
        out = StringIO()
        hunks = [
            (MemoryHunk(source.text), {"source": source.path, "source_path": fetch.file(source.path) or ""})
            for source in sources
        ]
        path = sources[0].path
        _call(maker, path, lambda: instance.concat(out, hunks, output=path, output_path=path))
        return Filtered(out.getvalue())

    return join


def _call(maker: _Maker, path: str, run: Callable[[], object]) -> None:
    """A filter that starts a program fails with the system's error where there is no such program."""
    from webassets.exceptions import FilterError

    try:
        run()
    except FilterError as error:
        hint = None
        if isinstance(error.__context__, OSError):
            hint = f"install the program that {maker.name!r} runs, or give its path in [filters.{maker.name}]"
        raise AssetbuildError(f"the filter {maker.name!r} failed: {error}", Location(path), hint) from error
    except FileNotFoundError as error:
        hint = f"install the program that {maker.name!r} runs, or give its path in [filters.{maker.name}]"
        raise AssetbuildError(f"the filter {maker.name!r} failed: {error}", Location(path), hint) from error


def _nothing(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    return Filtered(source.text, (Note("info", _REWRITTEN, Location(source.path)),))
