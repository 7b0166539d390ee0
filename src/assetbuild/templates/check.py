"""Whether the manifest has all the assets that templates name."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import AssetbuildError, Location, UsageError, did_you_mean, locate
from ..manifest import ManifestFile
from ..model import Note
from ..runtime.near_names import near_names

# By the last extension: `robots.txt`, `mail.html.j2`. Jinja itself has no say in what a template is called.
_ENDINGS = frozenset(
    ".atom .css .eml .htm .html .j2 .jinja .jinja2 .js .json .md .mjml .rss .svg .tmpl .tpl .txt .vue .webmanifest "
    ".xhtml .xml".split()
)
_FUNCTION = re.compile(r"\basset_(?:url|tags|preload|inline|importmap)\b")
_BLANK = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """Files read, constant asset names found in them, and what is wrong, by file and line."""

    files: int
    references: int
    faults: tuple[AssetbuildError, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Checked:
    """What one file gave."""

    references: int = 0
    faults: Sequence[AssetbuildError] = ()
    notes: Sequence[Note] = ()


def check_templates(path: Path, manifest: ManifestFile) -> TemplateReport:
    """Find constant asset names in a template, or in all below a folder, that the manifest does not have.

    Only files that mention one of the functions are parsed: others may be anything. Raises UsageError where there is
    nothing to check.
    """
    files = list(_template_files(path))
    if not files:
        hint = "a template's name ends in " + ", ".join(sorted(_ENDINGS))
        raise UsageError("there are no templates here", Location(os.fspath(path)), hint)
    names = dict.fromkeys(manifest.names())
    checked = [_check(file, names) for file in files]
    return TemplateReport(
        len(files),
        sum(each.references for each in checked),
        tuple(fault for each in checked for fault in each.faults),
        tuple(note for each in checked for note in each.notes),
    )


def _template_files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        if not path.exists():
            raise UsageError("there is no such file or folder", Location(os.fspath(path)))
        yield path
        return
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(files):
            if os.path.splitext(name)[1].lower() in _ENDINGS:
                yield Path(folder, name)


def _check(file: Path, names: Mapping[str, None]) -> _Checked:
    where = Location(os.fspath(file))
    try:
        data = file.read_bytes()
    except OSError as error:
        return _Checked(faults=[AssetbuildError(f"the template cannot be read: {error.strerror}", where)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _undecodable(data, where, error)
    # As Jinja counts lines.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _check_text(text, where.file, names) if _FUNCTION.search(text) else _Checked()


def _check_text(text: str, file: str, names: Mapping[str, None]) -> _Checked:
    from jinja2 import TemplateSyntaxError

    from .names import find_names

    try:
        found = find_names(text, file)
    except TemplateSyntaxError as error:
        return _Checked(
            faults=[AssetbuildError(f"the template cannot be parsed: {error.message}", _line(text, file, error.lineno))]
        )
    places = _Places(text, file)
    located = [(each.text, places.of(each.text, each.line)) for each in found.names]
    faults = [
        AssetbuildError(f"there is no asset {name!r}", where, did_you_mean(name, near_names(name, list(names))))
        for name, where in located
        if name not in names
    ]
    notes = [
        Note("warning", f"the tag `{tag.text}` is not Jinja's own: it was passed over", _line(text, file, tag.line))
        for tag in found.foreign_tags
    ]
    return _Checked(len(located), faults, notes)


def _undecodable(data: bytes, where: Location, error: UnicodeDecodeError) -> _Checked:
    message = f"the file is not UTF-8 (byte {error.start + 1}), as templates are"
    if _FUNCTION.search(data.decode("latin-1")):
        return _Checked(faults=[AssetbuildError(message, where, "save it as UTF-8")])
    return _Checked(notes=[Note("warning", f"{message}: it was passed over", where)])


class _Places:
    """Finds the columns that Jinja does not tell: the same name twice in a line is found one after the other."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file = text, file
        self._after: dict[tuple[str, int], int] = {}

    def of(self, name: str, line: int) -> Location:
        start = _line_start(self._text, line)
        literal = re.compile(rf"(?P<quote>['\"]){re.escape(name)}(?P=quote)")
        found = literal.search(self._text, self._after.get((name, line), start))
        if found is None or "\n" in self._text[start : found.start()]:
            return _line(self._text, self._file, line)
        self._after[name, line] = found.end()
        return locate(self._file, self._text, found.start() + 1)


def _line(text: str, file: str, line: int) -> Location:
    start = _line_start(text, line)
    blank = _BLANK.match(text, start)
    return locate(file, text, blank.end() if blank else start)


def _line_start(text: str, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start
