"""The source map of a compiled text, from the texts that it was made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from posixpath import dirname, normpath

from ..logical import extension
from ..model import Reference, SourceMap
from .align import Block, align, whole
from .inner import BadMap, Inner, Parser
from .mappings import Span, Writer, Written
from .segments import Segments
from .skeleton import LANGUAGES, Language, Skeletons, skeleton, units, units_before
from .texts import json_texts
from .trace import Origin
from .words import Cutter


class Mapper:
    """Makes maps; from any thread. It keeps what it learnt of segments from one map to the next."""

    def __init__(self) -> None:
        self._skeletons = Skeletons()
        self._cutter = Cutter()
        self._segments = Segments()
        self._parser = Parser()

    def map(self, path: str, text: str, references: Sequence[Reference], origins: Sequence[Origin]) -> SourceMap:
        """The map of the text at `path`, whose references are to be filled in, to the texts that it was made of."""
        language = LANGUAGES[extension(path)]
        sources: list[tuple[str, str | None]] = []
        names: list[str] = []
        written = [self._written(origin, language, sources, names) for origin in origins]
        shape = skeleton(text, language)
        made = self._cutter.cut(shape, language)
        spans = _spans(text, shape, references)
        writer = Writer(made, written, spans, self._segments)
        words = [each.words for each in written]
        blocks: Iterable[Block] | None = whole(made, words)
        if blocks is None:
            blocks = align(made.words, [each.words for each in words])
        found = writer.write(iter(blocks))
        paths, contents = zip(*sources, strict=True) if sources else ((), ())
        return found._replace(sources=paths, contents=json_texts(contents), names=tuple(names))

    def _written(
        self, origin: Origin, language: Language, sources: list[tuple[str, str | None]], names: list[str]
    ) -> Written:
        shape = skeleton(origin.text, language)
        if origin.is_bare:
            shape = self._skeletons.without_comments(shape, language)
        words = self._cutter.cut(shape, language)
        first = len(sources)
        inner = self._inner(origin)
        if inner is None:
            sources.append((origin.path, origin.text))
        else:
            inner.first_name = len(names)
            names += inner.names
            sources += zip(_below(inner.sources, origin.base), inner.contents, strict=True)
        moves = () if inner else self._segments.moves(words)
        return Written(words, moves, first, inner)

    def _inner(self, origin: Origin) -> Inner | None:
        """The map that the text came with; a damaged one is as good as none: all that is lost is a better place."""
        try:
            return self._parser.parse(origin.map) if origin.map is not None else None
        except BadMap:
            return None


def _spans(text: str, shape: str, references: Sequence[Reference]) -> list[Span]:
    """Where in the text, whose skeleton is `shape`, the references stand, in order."""
    found = []
    for reference in sorted(references, key=lambda each: each.start):
        start, length = units_before(text, reference.start), units(text[reference.start : reference.end])
        line, column = shape.count("\n", 0, start), start - shape.rfind("\n", 0, start) - 1
        found.append(((line, column), (line, column + length)))
    return found


def _below(sources: Iterable[str], base: str) -> list[str]:
    """Sources as paths that lead nowhere but below the root: no scheme, nothing absolute, nothing of a machine."""
    return [_relative(source, base) for source in sources]


def _relative(source: str, base: str) -> str:
    source = source.replace("\\", "/")
    scheme, separator, rest = source.partition("://")
    if separator and scheme != "file":
        return normpath(f"/{scheme}/{rest}").strip("/")
    if separator or source.startswith("/") or source[1:2] == ":":
        return source.rpartition("/")[2] or base
    return normpath(f"/{dirname(base)}/{source}").lstrip("/")
