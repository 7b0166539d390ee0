"""The text of an artifact in the page itself."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha384
from html import escape

from ..errors import AssetbuildError, Location, UsageError, locate
from ..manifest import Entry
from ..urls import relative_url
from .markup import Html, start_tag
from .tags import SCRIPT, STYLE, SVG, is_module

# HTML Living Standard §13.2.5.4 and §13.2.5.15 onwards: what ends the element, or hides its end tag. Whether an escape
# would keep the meaning only a parser of the language can tell, and the author at a glance.
_ENDS = {
    STYLE: re.compile(r"(?i)</style"),
    SCRIPT: re.compile(r"(?i)</script|<!--(?=[\s\S]*<script)"),
}
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>)*", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def text_of(name: str, entry: Entry, file: str, targets: Mapping[str, str]) -> str:
    """The text of the artifact in `file`, with references that are right in any page.

    `targets` maps the path of each artifact that it refers to, to that one's URL. Raises AssetbuildError where the
    file is missing or not whole, and where it cannot stand in a page.
    """
    if entry.type not in (STYLE, SCRIPT, SVG):
        raise UsageError(f"{name!r} is of type {entry.type}; inline() is for style sheets, scripts and SVG: use url()")
    if {*entry.imports, *entry.dynamic} - {*entry.references}:
        message = f"{name!r} cannot be inlined: it finds what it imports by the place of its own file"
        raise AssetbuildError(message, Location(file), 'load it with tags(), or build with modules = "rewrite"')
    text = _with_urls(_read(entry, file), entry, targets)
    if entry.type == SVG:
        return _without_prolog(name, text, file)
    ending = _ENDS[entry.type].search(text)
    if ending:
        message = f"{name!r} cannot be inlined: {ending[0]!r} in it would end its element early"
        hint = f"write `{_harmless(ending[0])}` in the string that has it, or load the asset with tags()"
        raise AssetbuildError(message, locate(file, text, ending.start()), hint)
    return text


def element(text: str, entry: Entry, nonce: str | None) -> Html:
    """The element around the text; an SVG is one itself."""
    if entry.type == SVG:
        return Html(text)
    if entry.type == STYLE:
        return Html(f"{start_tag('style', {'nonce': nonce})}{text}</style>")
    kind = "module" if is_module(entry, None) else None
    return Html(f"{start_tag('script', {'type': kind, 'nonce': nonce})}{text}</script>")


def _harmless(ending: str) -> str:
    return ending.replace("</", "<\\/").replace("<!", "\\x3c!")


def _read(entry: Entry, file: str) -> str:
    hint = "deploy the output folder whole, beside its manifest; `assetbuild verify` lists what is not"
    try:
        with open(file, "rb", buffering=0) as stream:
            data = stream.readall()
    except OSError as error:
        raise AssetbuildError(f"the artifact cannot be read: {error.strerror}", Location(file), hint) from error
    if "sha384-" + b64encode(sha384(data).digest()).decode() != entry.integrity:
        raise AssetbuildError("the artifact is not what the manifest says: the integrity differs", Location(file), hint)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise AssetbuildError("the artifact is not UTF-8, and cannot be inlined", Location(file)) from error


def _with_urls(text: str, entry: Entry, targets: Mapping[str, str]) -> str:
    """`text` with the relative references that the build wrote replaced by URLs, and nothing else."""
    written = {relative_url(entry.path, path): url for path, url in targets.items()}
    if not written:
        return text
    if entry.type == SVG:
        written = {reference: escape(url) for reference, url in written.items()}
    known = "|".join(re.escape(reference) for reference in sorted(written, key=len, reverse=True))
    # A whole reference stands between quotes, brackets or spaces, or after `=` in a source map comment.
    whole = re.compile(rf"""(?<![^\s"'(=,])(?:\./)?({known})(?=[\s"')?#*]|\Z)""")
    return whole.sub(lambda found: written[found[1]], text)


def _without_prolog(name: str, text: str, file: str) -> str:
    """An SVG document without what may not stand within a page; comments, which may be licences, stay."""
    prolog = _PROLOG.match(text)
    assert prolog  # it matches nothing too
    if not text.startswith("<svg", prolog.end()):
        raise AssetbuildError(f"{name!r} cannot be inlined: it does not start with `<svg`", Location(file))
    return "".join(_COMMENT.findall(prolog[0])) + text[prolog.end() :].rstrip()
