"""What the manifest says of the artifacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .config import Config
from .manifest import Entry, ModuleMap
from .media_types import media_type
from .model import Artifact, Note

Progress = Callable[[int, int], None]


def collect(
    artifacts: Iterator[Artifact], total: int, progress: Progress | None
) -> tuple[dict[str, Entry], list[Note]]:
    """The entries by logical path and the notes by place, whatever the order in which the artifacts came."""
    entries: dict[str, Entry] = {}
    notes: list[Note] = []
    done = 0
    for artifact in artifacts:
        entries[artifact.logical] = _entry(artifact)
        notes += artifact.notes
        # Source maps come on top of what was planned.
        done += not artifact.map_of
        if progress:
            progress(done, max(done, total))
    return dict(sorted(entries.items())), sorted(dict.fromkeys(notes), key=Note.order)


def _entry(artifact: Artifact) -> Entry:
    twins = {encoding: len(data) for encoding, data in sorted(artifact.encodings.items())}
    kind = media_type(artifact.logical)
    # The ending says it already.
    module = artifact.module and not artifact.path.endswith(".mjs")
    return Entry(
        artifact.path,
        len(artifact.data),
        kind,
        artifact.integrity,
        twins,
        artifact.references,
        module,
        artifact.imports,
        artifact.dynamic,
    )


def module_map(config: Config, entries: Mapping[str, Entry]) -> ModuleMap | None:
    """How the modules among the assets find each other; None where there are none."""
    if config.modules == "off" or not any(entry.is_module() or entry.dynamic for entry in entries.values()):
        return None
    below = {name: target.removeprefix(config.url) for name, target in config.importmap.items()}
    names = {name: below[name] if below[name] in entries else target for name, target in config.importmap.items()}
    return ModuleMap(config.modules, names)
