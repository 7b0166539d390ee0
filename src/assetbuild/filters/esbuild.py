"""The `esbuild` filter: the smallest script; TypeScript and JSX become JavaScript on the way."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from json import dumps, loads
from posixpath import basename
from typing import Any

from ..errors import Faults
from ..esbuild.messages import as_errors, as_notes
from ..esbuild.settings import MAP_FLAG, common_flags
from ..logical import extension
from ..model import Fetch, Filter, Filtered, FilterInput, Note, Options
from . import rjsmin
from .engines import Engines

_VERSION = "1"
# What esbuild adds itself to a bundle for browsers, in which there is no `process`, but not to a single file.
_PRODUCTION = '--define:process.env.NODE_ENV="production"'
_OWN_PROCESS = frozenset(("process", "process.env.NODE_ENV"))
_TYPED = {".jsx": "jsx", ".ts": "ts", ".mts": "ts", ".cts": "ts", ".tsx": "tsx"}


def load(engines: Engines) -> Filter:
    """The filter. All files of a build go through one process."""
    flags = ["--legal-comments=inline", *common_flags(engines.esbuild.settings, minify=True)]
    flags += [_PRODUCTION] if _OWN_PROCESS.isdisjoint(dict(engines.esbuild.settings.define)) else []
    flags += [MAP_FLAG] if engines.is_mapped else []
    version = " ".join([_VERSION, rjsmin.load().version, "esbuild", engines.esbuild.version, *flags])
    return Filter("esbuild", version, each=partial(_each, engines, flags), options=frozenset())


def _each(engines: Engines, flags: list[str], source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    loader = _TYPED.get(extension(source.path), "js")
    response = engines.esbuild.request(
        {
            "command": "transform",
            "flags": [*flags, f"--loader={loader}", f"--sourcefile={source.path}"],
            "inputFS": False,
            "input": source.text.encode(),
        },
        source.path,
    )
    errors = as_errors(response["errors"], lambda file: source.path)
    if errors and loader == "js":
        # Written for other engines, or for another time: the safe level keeps what it does not know.
        safe = rjsmin.minify_or_pass(source)
        message = f"esbuild refuses it, so it is minified by `safe`: {errors[0].message}"
        return Filtered(safe.text, (Note("info", message, errors[0].where), *safe.notes))
    if errors:
        raise Faults(errors)
    notes = as_notes(response["warnings"], lambda file: source.path)
    if loader == "js":
        notes = tuple(Note("info", note.message, note.where) for note in notes)
    return Filtered(response["code"].removesuffix("\n"), notes, _map(response, source.path))


def _map(response: Mapping[str, Any], path: str) -> str | None:
    """The source map, whose one source is relative to that path."""
    text = response.get("map", "")
    return dumps({**loads(text), "sources": [basename(path)]}) if text else None
