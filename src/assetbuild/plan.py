"""What is to be done, as data: one action for each asset."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .bundles import MINIFIERS, default_filters
from .config import Config
from .errors import UsageError
from .globs import compile_glob, compile_globs
from .logical import fold
from .model import Action, Bundle, FilterUse, Member, Plan


def make_plan(config: Config, sources: Collection[str], bundles: Iterable[Bundle]) -> Plan:
    """The actions for all bundles and for every source that is not excluded, sorted by output.

    A bundle takes the place of a source with its path. Raises UsageError for a bundle that differs from another
    asset only in case, and for an `exclude` that names a folder and so excludes nothing.
    """
    _refuse_folders(config, sources)
    excluded = compile_globs(config.exclude)
    by_output = {
        path: _copy(path, default_filters(config, path))
        for path in sources
        if not (excluded and excluded.fullmatch(path))
    }
    by_output |= {bundle.path: _bundle(bundle) for bundle in bundles}
    _refuse_twins(config, by_output)
    return Plan(tuple(by_output[path] for path in sorted(by_output)))


def is_minified(path: str) -> bool:
    """Whether the file's name says that its vendor minified it: `jquery.min.js`, `app.min.css`."""
    return ".min." in path.rsplit("/", 1)[-1].lower()


def member_of(path: str, filters: tuple[FilterUse, ...]) -> Member:
    """A source as a member of what has these filters: what its vendor minified is not minified again."""
    if is_minified(path):
        filters = tuple(use for use in filters if (use.kind or use.name) not in MINIFIERS.values())
    return Member(path, filters)


def _refuse_folders(config: Config, sources: Collection[str]) -> None:
    for index, pattern in enumerate(config.exclude):
        within = pattern.strip("/") + "/**"
        if _finds(within, sources) and not _finds(pattern, sources):
            message = f"`exclude` names the folder {pattern!r}, which excludes no file"
            raise UsageError(message, config.where("exclude", index), f"write {within!r}")


def _finds(pattern: str, sources: Iterable[str]) -> bool:
    compiled = compile_glob(pattern)
    return any(map(compiled.fullmatch, sources))


def _refuse_twins(config: Config, outputs: Iterable[str]) -> None:
    folds: dict[str, str] = {}
    places = {bundle.path: bundle.where for bundle in config.bundles}
    for path in outputs:
        twin = folds.setdefault(fold(path), path)
        if twin != path:
            message = f"{path!r} and {twin!r} differ only in case: some file systems take them for one file"
            raise UsageError(message, places.get(path), "rename one of them")


def _copy(path: str, filters: tuple[FilterUse, ...]) -> Action:
    return Action(path, (member_of(path, filters),), () if is_minified(path) else filters, bundle=False)


def _bundle(bundle: Bundle) -> Action:
    members = tuple(member_of(path, bundle.filters) for path in bundle.members)
    return Action(bundle.path, members, bundle.filters, bundle=True, parts=bundle.parts)
