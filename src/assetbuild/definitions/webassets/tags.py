"""The `{% assets %}` tags of templates: what they make beyond the bundles that have names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import Location
from ...model import Note
from ..reader import Reader
from .environment import WebassetsBundle, WebassetsFilter

_TAG = re.compile(r"\{%[-+]?\s*assets\b")
_ENDINGS = (".html", ".htm", ".j2", ".jinja", ".jinja2", ".xml", ".txt", ".tmpl", ".tpl")
_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n")


def find_tags(
    folders: tuple[str, ...], bundles: Mapping[str, WebassetsBundle], reader: Reader
) -> tuple[tuple[WebassetsBundle, ...], tuple[Note, ...]]:
    """The bundles without a name that all templates below the folders make, and notes on those that cannot be told."""
    found: list[WebassetsBundle] = []
    notes: list[Note] = []
    for folder in dict.fromkeys(folders):
        for path in _templates(folder, reader):
            for each in _in_file(path, bundles, reader):
                if isinstance(each, Note):
                    notes.append(each)
                elif each not in found:
                    found.append(each)
    return tuple(found), tuple(notes)


def _templates(folder: str, reader: Reader) -> Iterator[str]:
    for name in reader.names(folder):
        path = posixpath.join(folder, name)
        if name.lower().endswith(_ENDINGS):
            yield path
        elif not name.startswith(".") and reader.is_folder(path):
            yield from _templates(path, reader)


def _in_file(path: str, bundles: Mapping[str, WebassetsBundle], reader: Reader) -> Iterator[WebassetsBundle | Note]:
    data = reader.read(path) or b""
    text = data.decode(errors="replace")
    if not _TAG.search(text):
        return
    from jinja2 import Environment, TemplateSyntaxError, nodes

    from ...runtime.webassets import AssetsExtension

    file = reader.file(path)
    try:
        tree = Environment(extensions=[*_EXTENSIONS, AssetsExtension]).parse(text, path, file)
    except TemplateSyntaxError as error:
        message = f"the tags in this template cannot be found: {error.message}"
        yield Note("warning", message, Location(file, error.lineno, 1))
        return
    for block in tree.find_all(nodes.CallBlock):
        call = block.call
        if isinstance(call.node, nodes.ExtensionAttribute) and call.node.identifier == AssetsExtension.identifier:
            yield _bundle(call.args, bundles, Location(file, block.lineno, 1))


def _bundle(arguments: Any, bundles: Mapping[str, WebassetsBundle], where: Location) -> WebassetsBundle | Note:
    from jinja2 import nodes

    try:
        filters, output, _, _, files = (argument.as_const() for argument in arguments)
    except nodes.Impossible:
        message = "what this tag makes is only known when it is rendered, so it is not made"
        return Note("warning", message, where)
    names = filters.split(",") if isinstance(filters, str) else filters or ()
    contents = tuple(bundles.get(file, file) for file in files)
    return WebassetsBundle(contents, tuple(WebassetsFilter(name.strip()) for name in names), output or "", where=where)
