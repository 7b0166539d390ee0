"""What is to be done, as data: one action for each asset."""

from __future__ import annotations

from collections.abc import Iterable

from .bundles import MINIFIERS, default_filters
from .config import Config
from .globs import compile_globs
from .model import Action, Bundle, FilterUse, Member, Plan


def make_plan(config: Config, sources: Iterable[str], bundles: Iterable[Bundle]) -> Plan:
    """The actions for all bundles and for every source that is not excluded, sorted by output.

    A bundle takes the place of a source with its path.
    """
    excluded = compile_globs(config.exclude)
    by_output = {
        path: _copy(path, default_filters(config, path))
        for path in sources
        if not (excluded and excluded.fullmatch(path))
    }
    by_output |= {bundle.path: _bundle(bundle) for bundle in bundles}
    return Plan(tuple(by_output[path] for path in sorted(by_output)))


def is_minified(path: str) -> bool:
    """Whether the file's name says that its vendor minified it: `jquery.min.js`, `app.min.css`."""
    return ".min." in path.rsplit("/", 1)[-1].lower()


def _copy(path: str, filters: tuple[FilterUse, ...]) -> Action:
    return Action(path, (_member(path, filters),), () if is_minified(path) else filters, bundle=False)


def _bundle(bundle: Bundle) -> Action:
    members = tuple(_member(path, bundle.filters) for path in bundle.members)
    return Action(bundle.path, members, bundle.filters, bundle=True)


def _member(path: str, filters: tuple[FilterUse, ...]) -> Member:
    if is_minified(path):
        filters = tuple(use for use in filters if use.name not in MINIFIERS.values())
    return Member(path, filters)
