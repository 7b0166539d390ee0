"""The `erb` filter: the helpers of Rails in `<%= %>`, with a constant string, and nothing else of Ruby."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import AssetbuildError, Location, locate
from ..logical import extension
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Note, Options
from ..references.js_asset_urls import call_in_string
from ..references.spans import rewrite
from .options import refuse_unknown
from .rails_helpers import HELPERS, data_uri, is_data, logical_path, named

_VERSION = "1"
_ENDING = ".erb"
_TAG = re.compile(r"<%(?P<kind>[=#%]?)(?P<code>.*?)-?%>\n?", re.DOTALL)
_CALL = re.compile(
    r"\s*(?:(?:view_context|helpers|h)\.)?(?P<helper>[a-z]\w*)\s*(?:\(\s*(?P<in>%s)\s*\)|\s(?P<bare>%s))\s*"
    % ((r"""'(?:[^'\\]|\\['\\])*'|"(?:[^"\\#]|\\["\\])*\"""",) * 2)
)
_STYLES = (".css", ".scss", ".sass", ".svg")
_SCRIPTS = (".js", ".coffee", ".es6", ".jst", ".ejs", ".eco")
_HINT = "Ruby may be <%= asset_path 'x.png' %> and its kin alone: write the value"


def load(use: FilterUse, folder: str) -> Filter:
    """The filter, which has no options; files that are not called `.erb` it leaves as they are."""
    refuse_unknown(use, ())
    return Filter(use.name, _VERSION, each=_each, options=frozenset(), of_members=True)


def is_erb(path: str) -> bool:
    """Whether the file is a template of Ruby."""
    return path.endswith(_ENDING)


def named_assets(text: str) -> Iterator[tuple[int, str]]:
    """Where the text calls a helper, and the logical path that it names, whatever else of Ruby is in it."""
    for tag in _TAG.finditer(text):
        if (call := _call(tag)) and not is_data(call[0]) and (path := logical_path(*call)):
            yield tag.start(), path


def _call(tag: re.Match[str]) -> tuple[str, str] | None:
    """The helper and the argument in a tag that is such a call."""
    found = _CALL.fullmatch(tag["code"]) if tag["kind"] == "=" else None
    if found is None or (helper := _name(found["helper"])) not in HELPERS:
        return None
    return helper, re.sub(r"\\(.)", r"\1", (found["in"] or found["bare"])[1:-1])


def _calls(text: str, path: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """The tags of the text, each with the helper and the argument in it; both are empty for a comment. Raises
    AssetbuildError for a tag that is anything else."""
    for tag in _TAG.finditer(text):
        if tag["kind"] == "#":
            yield tag, "", ""
        elif call := _call(tag):
            yield tag, *call
        else:
            where = locate(path, text, tag.start())
            raise AssetbuildError(f"`{' '.join(tag[0].split())}` is not run: only Ruby could", where, _HINT)


def _name(helper: str) -> str:
    """Rails' `path_to_image` is `image_path`."""
    found = re.fullmatch(r"(path|url)_to_(\w+)", helper)
    return f"{found[2]}_{found[1]}" if found else helper


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    if not is_erb(source.path):
        return Filtered(source.text)
    notes: list[Note] = []
    replacements = []
    for tag, helper, argument in _calls(source.text, source.path):
        where = locate(source.path, source.text, tag.start())
        end = tag.end() if not helper else tag.start() + len(tag[0].rstrip("\n"))
        text = _value(helper, argument, source.path, fetch, where, notes) if helper else ""
        replacements.append((tag.start(), end, text))
    return Filtered(rewrite(source.text, replacements), tuple(notes))


def _value(helper: str, argument: str, path: str, fetch: Fetch, where: Location, notes: list[Note]) -> str:
    if is_data(helper):
        return data_uri(argument, fetch, where)
    found = named(helper, argument, fetch, where)
    notes += found.notes
    kind = extension(path.removesuffix(_ENDING))
    if not found.path or kind in _STYLES:
        return found.relative_to(path)
    if kind not in _SCRIPTS:
        message = f"`{helper}` in a {kind or 'plain'} file: there its name cannot be filled in"
        raise AssetbuildError(message, where, "name assets from scripts, style sheets and SVG")
    return call_in_string(found.below_root)
