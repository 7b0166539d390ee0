"""An `Environment` of webassets or Flask-Assets in the project's own program, which is imported and asked."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from ...errors import Location, UsageError
from ...filters.own_modules import load_own
from ...filters.webassets_bridge import registered_class
from ..reader import Reader
from .environment import WebassetsBundle, WebassetsEnvironment, WebassetsFilter

_FORM = "name an Environment or a Flask application: webassets:shop:assets, webassets:shop:create_app()"
_NO_APP = "name the application that it is initialised with, or a factory: webassets:shop:create_app()"


def is_live(path: str) -> bool:
    """Whether it is of the form `module:attribute`."""
    return ":" in path and not path.endswith((".yaml", ".yml"))


def read_live(path: str, reader: Reader) -> WebassetsEnvironment:
    """The environment that `module:attribute` or `module:factory()` is or makes. Raises UsageError where it is none."""
    name = path.removesuffix("()")
    where = Location(path)

    def use(found: Any) -> WebassetsEnvironment:
        made = found() if path.endswith("()") else found
        environment, context = _environment_in(made, path)
        with context:
            return _read(environment, reader, where)

    environment: WebassetsEnvironment
    environment, files = load_own(name, reader.folder, "the definition", _FORM, use)
    for file in files:
        reader.read(os.path.relpath(file, reader.folder))
    return environment


def _environment_in(made: Any, path: str) -> tuple[Any, AbstractContextManager[Any]]:
    from webassets.env import BaseEnvironment

    if isinstance(made, BaseEnvironment):
        app = getattr(made, "app", None)
        if app is not None:
            return made, app.test_request_context()
        if hasattr(made, "init_app"):
            raise UsageError(f"{path!r} belongs to no Flask application yet", hint=_NO_APP)
        return made, nullcontext()
    environment = getattr(getattr(made, "jinja_env", None), "assets_environment", None)
    if environment is None:
        raise UsageError(f"{path!r} is of type {type(made).__name__}, which has no bundles", hint=_FORM)
    return environment, made.test_request_context()


def _read(environment: Any, reader: Reader, where: Location) -> WebassetsEnvironment:
    app = getattr(environment, "_app", None)
    done: dict[int, WebassetsBundle] = {}
    load_path = tuple(_below(folder, reader) for folder in environment.load_path)
    blueprints = {} if app is None or load_path else _blueprints(app, reader)
    return WebassetsEnvironment(
        _below(environment.directory, reader),
        _url(environment, app),
        load_path,
        dict(app.config) if app is not None else dict(environment.config._dict),
        {name: _bundle(bundle, where, done) for name, bundle in sorted(environment._named_bundles.items())},
        tuple(_bundle(bundle, where, done) for bundle in environment._anon_bundles),
        blueprints,
        tuple(_below(folder, reader) for folder in _template_folders(app)) if app is not None else ("templates",),
        is_pure=False,
    )


def _url(environment: Any, app: Any) -> str:
    try:
        return str(environment.url or "")
    except OSError:  # webassets has an EnvironmentError for what is not set
        return str(getattr(app, "static_url_path", "") or "")


def _below(folder: Any, reader: Reader) -> str:
    return os.path.relpath(str(folder), reader.folder).replace(os.sep, "/")


def _blueprints(app: Any, reader: Reader) -> dict[str, str]:
    return {
        _below(blueprint.static_folder, reader): name
        for name, blueprint in sorted(app.blueprints.items())
        if blueprint.has_static_folder
    }


def _template_folders(app: Any) -> Iterator[str]:
    for owner in (app, *(blueprint for _, blueprint in sorted(app.blueprints.items()))):
        yield from getattr(owner.jinja_loader, "searchpath", ())


def _bundle(bundle: Any, where: Location, done: dict[int, WebassetsBundle]) -> WebassetsBundle:
    from webassets.bundle import Bundle

    if id(bundle) in done:
        return done[id(bundle)]
    contents = tuple(
        _bundle(content, where, done) if isinstance(content, Bundle) else _path(content, where)
        for content in bundle.contents
    )
    done[id(bundle)] = WebassetsBundle(
        contents,
        tuple(_filter(each, where) for each in bundle.filters),
        bundle.output or "",
        dict(bundle._extra or {}),
        dict(bundle.config._dict),
        where,
    )
    return done[id(bundle)]


def _path(content: Any, where: Location) -> str:
    if not isinstance(content, str):
        raise UsageError(f"a bundle contains {content!r}, which is neither a path nor a bundle", where)
    return content


def _filter(instance: Any, where: Location) -> WebassetsFilter:
    from webassets.filter import CallableFilter

    if isinstance(instance, CallableFilter):
        return WebassetsFilter(_named(instance.callable, where))
    target = type(instance)
    # Flask-Assets' one filter stands in the place of webassets' of that name.
    is_own = target.__module__.startswith("webassets.") and registered_class(target.name) is target
    is_known = is_own or target.__module__ == "flask_assets"
    options = _options(instance)
    if not is_own and is_known:
        # No context was given, where it is empty: the setting counts.
        options = {name: value for name, value in options.items() if value}
    return WebassetsFilter(target.name if is_known else _named(target, where), options)


def _named(target: Any, where: Location) -> str:
    module, name = getattr(target, "__module__", None), getattr(target, "__qualname__", "<>")
    if not module or "<" in name:
        message = f"a bundle has the filter {target!r}, which no configuration can name"
        raise UsageError(message, where, "make it a function or a class of a module")
    return f"{module}:{name}"


def _options(instance: Any) -> Mapping[str, Any]:
    """The options that an instance was made with."""
    from webassets.filter import parse_options

    found: dict[str, Any] = {}
    for attribute, (argument, _, _) in parse_options(type(instance).options).items():
        value = getattr(instance, attribute, None)
        if value is not None:
            found[argument or attribute] = value
    for name, parameter in list(inspect.signature(type(instance).__init__).parameters.items())[1:]:
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            value = _kept(instance, name, parameter.default)
            if value is not None and value != parameter.default:
                found[name] = list(value) if isinstance(value, tuple) else value
    return found


def _kept(instance: Any, name: str, default: Any) -> Any:
    """What an instance keeps of an argument, under its name or with an underscore before it."""
    for attribute in (name, f"_{name}"):
        value = getattr(instance, attribute, default)
        if value is not default and not inspect.ismethod(value):
            return value
    return default
