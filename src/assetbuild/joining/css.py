"""Style sheets joined into one that does what they did one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from ..errors import AssetbuildError, Location, locate
from ..logical import BadPath, join
from ..model import Filtered, FilterInput, Note
from ..references import css
from ..references.css_tokens import tokenise, unescape
from ..references.source_map import is_source_map_comment
from .css_imports import Import, parse_import
from .css_statements import Statement, offset_before_filters, statements

_BOM = "\ufeff"
_CHARSET = '@charset "UTF-8";'
_DEEPEST = 100
_MOST = 10_000

Load = Callable[[str], str | None]


def join_css(members: Iterable[FilterInput], output: str, load: Load) -> Filtered:
    """One style sheet of all members, for the place `output`; `load` gives the filtered text of another source.

    `@import` of a file that is there is put in its place, in blocks for its layer and conditions; of another, it stays,
    which is an error where rules come before it (CSS Cascade Level 5 §2). `@charset` stands where it is needed, and
    references are rebased. What browsers ignore is left out, with a warning.
    """
    members = tuple(members)
    bundle = _Bundle(output, load, has_several=len(members) > 1)
    parts = [_Sheet(member, bundle, ()).join() for member in members]
    text = "\n".join(filter(None, parts))
    return Filtered(text if text.isascii() else _CHARSET + text, tuple(bundle.notes))


@dataclass(slots=True)
class _Bundle:
    """What holds for the whole bundle: `stage` is what may still come, as it may in one style sheet."""

    output: str
    load: Load
    has_several: bool
    stage: Literal["layers", "imports", "rules"] = "layers"
    inlined: int = 0
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """A style sheet that is put into the bundle. `chain` are the paths of those that import it, outermost first."""

    source: FilterInput
    bundle: _Bundle
    chain: tuple[str, ...]
    is_wrapped: bool = False
    # Whether an `@import` here still has an effect, and whether one came already.
    takes_imports: bool = True
    has_imports: bool = False
    parts: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)

    def join(self) -> str:
        """Its text as it stands in the bundle."""
        text = self.source.text.removeprefix(_BOM)
        if "sourceMappingURL=" in text and any(map(is_source_map_comment, tokenise(text))):
            self._note("info", "its source map comment was left out: in a bundle it does not hold")
        for statement in statements(text):
            self._add(statement)
        self._end_run()
        return "\n".join(self.parts)

    def _add(self, statement: Statement) -> None:
        if statement.is_broken:
            self._note("warning", "browsers ignore the rule with a `}` that closes nothing: left out", statement)
        elif statement.name == "charset":
            self._check_charset(statement)
        elif statement.name == "import":
            self._add_import(statement)
        else:
            self._add_rule(statement)

    def _add_rule(self, statement: Statement) -> None:
        if statement.name == "namespace":
            self._check_namespace(statement)
        if statement.added and statement.first:
            message = f"it ends too early: {statement.added!r} was added, or the next file would stand in it"
            self._note("warning", message, statement)
        self.run.append(statement.text)
        # A rule without a block is `@layer` or `@namespace`, or one that browsers ignore.
        if not statement.first or (not statement.has_block and statement.name not in ("", "layer", "namespace")):
            return
        is_layers = statement.name == "layer" and not statement.has_block
        self.takes_imports &= is_layers and not self.has_imports
        if not is_layers or self.is_wrapped or self.bundle.stage != "layers":
            self.bundle.stage = "rules"

    def _end_run(self) -> None:
        text = css.rebase("".join(self.run), self.source.path, self.bundle.output).strip(" \t\r\n\f")
        self.parts += [text] if text else []
        self.run.clear()

    def _add_import(self, statement: Statement) -> None:
        imported = parse_import(statement)
        if imported is None:
            self._note("warning", "browsers ignore this `@import`, which is not well-formed: left out", statement)
            return
        if not self.takes_imports:
            message = "an `@import` after rules has no effect (CSS Cascade Level 5 §2): left out"
            self._note("warning", message, statement)
            return
        self.has_imports = True
        path = self._path(imported)
        if path in (*self.chain, self.source.path):
            self._note("info", f"{path!r} imports itself in a circle: left out there", statement)
            return
        text = self.bundle.load(path) if path else None
        if text is None:
            self._keep_import(statement)
        else:
            self._inline(FilterInput(path, text), imported, statement)

    def _path(self, imported: Import) -> str:
        """The logical path of the imported sheet; empty where it cannot be a source."""
        if imported.reference is None or imported.reference.target.startswith("/"):
            return ""
        try:
            return join(self.source.path, imported.reference.target)
        except BadPath:  # it is refused where it is resolved, and there its place is told
            return ""

    def _inline(self, source: FilterInput, imported: Import, statement: Statement) -> None:
        chain = (*self.chain, self.source.path)
        self.bundle.inlined += 1
        if len(chain) > _DEEPEST or self.bundle.inlined > _MOST:
            message = f"the style sheets of {self.bundle.output!r} import each other {len(chain)} deep"
            message += f", {self.bundle.inlined} times in all"
            raise AssetbuildError(message, self._place(statement), "list them in the bundle instead, each once")
        self._end_run()
        inner = _Sheet(source, self.bundle, chain, self.is_wrapped or imported.is_conditional)
        text = imported.wrap(inner.join())
        self.parts += [text] if text else []
        if text and imported.is_conditional:
            self.bundle.stage = "rules"

    def _keep_import(self, statement: Statement) -> None:
        if self.is_wrapped or self.bundle.stage == "rules":
            raise AssetbuildError(
                "an `@import` of what is no source of the site must come before all rules of the bundle, "
                "and here others come before it or around it",
                self._place(statement),
                "check the path; or put the file with this `@import` first; or link that style sheet from the page",
            )
        self.bundle.stage = "imports"
        self.run.append(statement.text)

    def _check_charset(self, statement: Statement) -> None:
        name = unescape("".join(statement.tokens)).partition('"')[2].partition('"')[0].lower()
        if name not in ("utf-8", "utf8", "us-ascii", "ascii") and not self.source.text.isascii():
            message = f"it says `@charset` {name!r}, but is UTF-8; the bundle is UTF-8"
            self._note("warning", message, statement)

    def _check_namespace(self, statement: Statement) -> None:
        if self.chain or self.bundle.has_several or self.bundle.inlined:
            hint = "give the rules of that namespace a file of their own, outside of bundles"
            raise AssetbuildError("`@namespace` would hold for the whole bundle", self._place(statement), hint)

    def _note(self, level: Literal["info", "warning"], message: str, at: Statement | None = None) -> None:
        self.bundle.notes.append(Note(level, message, self._place(at)))

    def _place(self, statement: Statement | None) -> Location:
        if statement is None:
            return Location(self.source.path)
        text = self.source.text
        offset: int | None = statement.offset
        if self.source.original not in ("", text):
            text, filtered = self.source.original, text
            offset = offset_before_filters(statement, filtered.removeprefix(_BOM), text.removeprefix(_BOM))
        if offset is None:
            return Location(self.source.path)
        return locate(self.source.path, text, offset + len(text) - len(text.removeprefix(_BOM)))
