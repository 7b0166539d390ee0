"""Where a fault or a note stands in the files that people edit. Phases know a source by its logical path alone."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from .errors import AssetbuildError, Faults, Location, each_fault, locate
from .logical import BadPath, join
from .model import Action, Asset, Note, Plan, Reference, Source
from .references.scanners import scanner_of


class Places:
    """The sources of a build by logical path, and which of them each asset is made of."""

    def __init__(self, sources: Mapping[str, Source], plan: Plan) -> None:
        self._sources = sources
        self._actions: dict[str, Action] = {action.output: action for action in plan.actions}

    def of_reference(self, asset: Asset, reference: Reference) -> Location:
        """The place of a reference of a compiled asset, found by reading its sources again; else its first source.

        It names the source by its logical path, as all phases do.
        """
        members = [self._sources[member.path] for member in self._actions[asset.path].members]
        for source in members:
            if place := _find(source, reference, asset.path):
                return place
        return Location(members[0].path)

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


def _find(source: Source, reference: Reference, output: str) -> Location | None:
    scan = scanner_of(source.path)
    if scan is None:
        return None
    try:
        with open(source.file, encoding="utf-8", newline="") as stream:
            text = stream.read()
    except (OSError, UnicodeDecodeError):
        return None
    for found in scan(text):
        if _is_same(found, source.path, reference, output):
            return locate(source.path, text, found.start)
    return None


def _is_same(found: Reference, base: str, reference: Reference, output: str) -> bool:
    """Whether the reference found in `base` is what became `reference` in `output`, rebased on the way."""
    if found.target == reference.target:
        return True
    try:
        return join(base, found.target) == join(output, reference.target)
    except BadPath:
        return False
