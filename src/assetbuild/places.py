"""Where a fault or a note stands in the files that people edit. Phases know a source by its logical path alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from .errors import AssetbuildError, Faults, Location, each_fault, locate
from .filters.sass.candidates import is_sass
from .logical import BadPath, join
from .model import Action, Asset, Note, Plan, Reference, Source
from .references import css
from .references.scanners import scanner_of


class Places:
    """The sources of a build by logical path, and which of them each asset is made of."""

    def __init__(self, sources: Mapping[str, Source], plan: Plan) -> None:
        self._sources = sources
        self._actions: dict[str, Action] = {action.output: action for action in plan.actions}
        # The source that was looked into last: a file at fault often is so at many places.
        self._last: tuple[str, str, tuple[Reference, ...]] = ("", "", ())

    def add(self, plan: Plan) -> None:
        """Know of more assets."""
        self._actions |= {action.output: action for action in plan.actions}

    def of_reference(self, asset: Asset, reference: Reference) -> Location:
        """The place of a reference of a compiled asset, found by reading its sources again; else its first source.

        It names the source by its logical path, as all phases do.
        """
        if asset.path not in self._actions:
            return Location(asset.path)
        members = [self._sources[member.path] for member in self._actions[asset.path].members]
        sheets = (source for path, source in sorted(self._sources.items()) if is_sass(path))
        for source in (*members, *(sheets if any(is_sass(member.path) for member in members) else ())):
            text, references = self._scanned(source)
            for found in references:
                if _is_same(found, source.path, reference, asset.path):
                    return locate(source.path, text, found.start)
        return Location(members[0].path)

    def _scanned(self, source: Source) -> tuple[str, tuple[Reference, ...]]:
        """The text of the source and its references; nothing where it cannot be read."""
        if self._last[0] != source.file:
            text, scan = "", css.scan if is_sass(source.path) else scanner_of(source.path)
            with suppress(OSError, UnicodeDecodeError), open(source.file, encoding="utf-8", newline="") as stream:
                text = stream.read()
            self._last = source.file, text, scan(text) if scan else ()
        return self._last[1:]

    @contextmanager
    def told(self) -> Iterator[None]:
        """Whatever fails within is told at the files that it is about."""
        try:
            yield
        except AssetbuildError as error:
            raise self.of_faults(error) from error

    def of_faults(self, error: AssetbuildError) -> Faults:
        """All faults of `error`, each at the file that it is about."""
        return Faults(type(fault)(fault.message, self._at(fault.where), fault.hint) for fault in each_fault(error))

    def of_note(self, note: Note) -> Note:
        """The note at the file that it is about."""
        return note._replace(where=self._at(note.where))

    def _at(self, where: Location | None) -> Location | None:
        if where is None:
            return None
        source = self._sources.get(where.file)
        return where._replace(file=shown(source.file if source else where.file))


def shown(file: str) -> str:
    """The file as a person below the current folder would name it. Not while filters run: they change that folder."""
    if not os.path.isabs(file):
        return file
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative


def _is_same(found: Reference, base: str, reference: Reference, output: str) -> bool:
    """Whether the reference found in `base` is what became `reference` in `output`, rebased on the way."""
    if found.target == reference.target:
        return True
    try:
        return join(base, found.target) == join(output, reference.target)
    except BadPath:
        return False
