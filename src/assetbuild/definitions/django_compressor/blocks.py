"""`{% compress %}` blocks as bundles and groups of ours."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlsplit

from ...errors import Location, UsageError
from ...known_places import Path
from ...model import Note
from ..definition import NAMED_ALONE, Definition
from ..django_project import DjangoProject
from ..reader import Reader
from .elements import Element, groups_in
from .settings import Settings

# Text that stands in a template is put around an empty source of ours.
_TEXT_ROOT = "package:assetbuild.definitions.django_compressor/empty"
_TEXT_PREFIX = "compress-text"
_ELSEWHERE = "take it out of the block: only what is below that URL is put together"


def translate(project: DjangoProject, reader: Reader) -> Definition:
    """Our tables for what the project has."""
    settings = Settings(project, project.said["settings"])
    translation = _Translation(settings)
    for block in project.said["blocks"]:
        translation.add(block, Location(_shown(block["file"], reader), int(block["line"]), 1))
    notes = [
        Note("warning", f"its blocks are not made, for it cannot be rendered: {why}", Location(_shown(file, reader)))
        for file, why in project.said["wrong"]
    ]
    if not project.said["blocks"]:
        notes.append(Note("warning", "no template has a {% compress %} block", project.file))
    return Definition(translation.document(), translation.places, (*notes, *settings.notes()), is_pure=False)


def _shown(file: str, reader: Reader) -> str:
    """The file as errors name it: below the project's folder where it is there."""
    folder = os.path.join(os.path.abspath(reader.folder), "")
    return reader.file(file.removeprefix(folder))


class _Translation:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.bundles: dict[str, dict[str, Any]] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.filters: dict[str, dict[str, Any]] = {}
        self.places: dict[Path, Location] = {("sources",): settings.project.file}
        self.texts: dict[str, str] = {}

    def document(self) -> dict[str, Any]:
        """The tables."""
        document: dict[str, Any] = {"sources": [self.settings.project.root]}
        exclude = list(NAMED_ALONE)
        if self.texts:
            document["sources"].append(_TEXT_ROOT)
            document["prefixes"] = {_TEXT_ROOT: _TEXT_PREFIX}
            exclude.append(f"{_TEXT_PREFIX}/**")
        if url := self.settings.project.said["static_url"]:
            document["url"] = url
        document |= {"exclude": exclude, "minify": "off", "allow-missing": ["**"]}
        document["inline"] = self.settings.inline()
        document |= {"bundles": self.bundles, "filters": self.filters, "groups": self.groups}
        return {key: value for key, value in document.items() if value}

    def add(self, block: dict[str, Any], where: Location) -> None:
        """The bundles of a block, and the group by which the tag finds them."""
        kind = block["kind"]
        assets, each = [], []
        for elements in groups_in(block["text"], kind):
            contents = [self.content(element, kind, where) for element in elements]
            assets.append(self.bundle(block, contents, where))
            together = elements[0].together
            each.append({"media": together} if kind == "css" else {"extra": f" {together}" if together else ""})
        self.groups[block["group"]] = {"assets": assets, "extra": {"each": each}}
        self.places["groups", block["group"]] = where

    def bundle(self, block: dict[str, Any], contents: list[Any], where: Location) -> str:
        """The path of the bundle; blocks with the same contents share it."""
        filters = self.settings.filters(block["kind"])
        digest = sha256(json.dumps([contents, filters], sort_keys=True).encode()).hexdigest()[:8]
        path = self.settings.output(block["kind"], block["name"], digest)
        self.bundles[path] = {"contents": contents, "filters": filters}
        self.places["bundles", path] = where
        return path

    def content(self, element: Element, kind: str, where: Location) -> Any:
        compiler = self.settings.precompiler(element.type, kind, where)
        if element.url is None:
            if compiler:
                hint = "put it in a file among the static files, and name that"
                raise UsageError(f"text of the type {element.type!r} in a block is not compiled", where, hint)
            return {"contents": [f"{_TEXT_PREFIX}/text.{kind}"], "filters": [self.text(element.text)]}
        path = self.path(element.url, where)
        if compiler is None:
            return path
        name, options = compiler
        if options:
            self.filters[name] = options
        return {"contents": [path], "filters": [name]}

    def text(self, text: str) -> str:
        """The name of the filter that gives that text."""
        if text not in self.texts:
            self.texts[text] = name = f"text-{sha256(text.encode()).hexdigest()[:8]}"
            self.filters[name] = {"filter": "wrap", "before": text}
        return self.texts[text]

    def path(self, url: str, where: Location) -> str:
        """The logical path of a URL. Raises UsageError where it is not among the static files."""
        prefix = self.settings.prefix
        if not url.startswith(prefix):
            message = f"{url!r} is not below {prefix!r}, and cannot be in a {{% compress %}} block"
            raise UsageError(message, where, _ELSEWHERE)
        return unquote(urlsplit(url[len(prefix) :]).path)
