"""The filters of a plan, found by their names and at the version of their own code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from .config import Config
from .errors import UsageError
from .esbuild.tool import Esbuild
from .filters.engines import Engines
from .filters.options import OptionError
from .filters.registry import find_filter, refuse_rivals
from .fingerprint import digest
from .model import Filter, Note, Plan
from .source_bytes import read_file


def find_filters(plan: Plan, config: Config, folder: str, esbuild: Esbuild) -> dict[str, Filter]:
    """Every filter that the plan uses, by name. Raises UsageError, at its place in the configuration, for one that is
    not there or cannot work."""
    found = {}
    engines = Engines(esbuild, config.targets)
    for name, use in sorted(plan.filter_uses().items()):
        try:
            found[name] = _versioned(find_filter(use, folder, config.url, engines))
        except UsageError as error:
            option = error.option if isinstance(error, OptionError) else ""
            where = error.where or config.where_filter(name, option)
            raise UsageError(error.message, where, error.hint) from error
    for bundle in config.bundles:
        refuse_rivals(bundle.filters or (), found, bundle.where)
    return found


def _versioned(found: Filter) -> Filter:
    """A filter of the project's own is at another version whenever its code is."""
    digests = [digest(read_file(file)) for file in found.files]
    return replace(found, version=" ".join([found.version, *digests]))


def unused_filters(config: Config, filters: Mapping[str, Filter]) -> Iterator[Note]:
    """A note for each filter that has options and no use."""
    for name in sorted(config.filters.keys() - filters.keys()):
        message = f"[filters.{name}] sets options of a filter that nothing uses"
        yield Note("warning", message, config.where_filter(name))
