"""What the manifest says of the artifacts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .config import Config
from .errors import UsageError, did_you_mean
from .globs import compile_glob, is_glob
from .last_build import Made
from .manifest import AssetGroup, Entry, ModuleMap
from .media_types import media_type
from .model import Artifact, Note

Progress = Callable[[int, int], None]


def collect(
    artifacts: Iterator[Artifact], kept: Mapping[str, Made], total: int, progress: Progress | None
) -> dict[str, Made]:
    """What was made, and what is kept of the last build, by logical path, whatever the order in which it came."""
    made = dict(kept)
    maps: dict[str, tuple[str, Entry]] = {}
    for artifact in artifacts:
        entry = _entry(artifact)
        if artifact.map_of:
            maps[artifact.map_of] = artifact.logical, entry
            continue
        notes = tuple(dict.fromkeys(artifact.notes))
        made[artifact.logical] = Made(artifact.key, artifact.fetched, artifact.targets, notes, entry, ())
        if progress:
            progress(len(made), max(len(made), total))
    made |= {path: made[path]._replace(map=found) for path, found in maps.items()}
    return dict(sorted(made.items()))


def entries_of(made: Mapping[str, Made]) -> dict[str, Entry]:
    """The entries of all that was made, source maps among them."""
    return dict(sorted(entry for path, each in made.items() for entry in ((path, each.entry), each.map) if entry))


def notes_of(made: Mapping[str, Made]) -> list[Note]:
    """What there is to say of it, by place."""
    return sorted(dict.fromkeys(note for each in made.values() for note in each.notes), key=Note.order)


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


def groups_of(config: Config, entries: Mapping[str, Entry]) -> dict[str, AssetGroup]:
    """The groups of the configuration. Raises UsageError for one with an asset that was not made."""
    return {
        name: AssetGroup(tuple(_assets_of(name, config, entries)), group.extra) for name, group in config.groups.items()
    }


def _assets_of(group: str, config: Config, entries: Mapping[str, Entry]) -> Iterator[str]:
    for index, asset in enumerate(config.groups[group].assets):
        if asset in entries:
            yield asset
        elif is_glob(asset):
            pattern = compile_glob(asset)
            yield from (name for name in sorted(entries) if pattern.fullmatch(name))
        else:
            where = config.where("groups", group, "assets", index)
            message = f"the group {group!r} names {asset!r}, which is no asset"
            raise UsageError(message, where, did_you_mean(asset, entries))
