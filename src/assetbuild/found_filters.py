"""The filters of a plan, found by their names and at the version of their own code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .config import Config
from .errors import UsageError
from .esbuild.tool import Esbuild
from .filters.engines import Engines
from .filters.options import OptionError
from .filters.registry import find_filter, refuse_rivals
from .fingerprint import digest
from .input_files import find_inputs
from .model import Filter, Note, Plan, WalkedFolder
from .source_bytes import read_file


def find_filters(
    plan: Plan, config: Config, folder: str, esbuild: Esbuild
) -> tuple[dict[str, Filter], list[WalkedFolder]]:
    """Every filter that the plan uses, by name, and the folders that were listed for what they read beside the sources.

    Raises UsageError, at its place in the configuration, for one that is not there or cannot work.
    """
    found = {}
    folders: list[WalkedFolder] = []
    engines = Engines(esbuild, config.targets, bool(config.sourcemaps))
    for name, use in sorted(plan.filter_uses().items()):
        try:
            each = find_filter(use, folder, config.url, engines)
        except UsageError as error:
            option = error.option if isinstance(error, OptionError) else ""
            where = error.where or config.where_filter(name, option)
            raise UsageError(error.message, where, error.hint) from error
        inputs = find_inputs(each.inputs, folder, config.where_filter(name, "inputs"))
        folders += inputs.folders
        found[name] = _versioned(each, inputs.files)
    for bundle in config.bundles:
        refuse_rivals(bundle.filters or (), found, bundle.where)
    return found, folders


def _versioned(found: Filter, inputs: Mapping[str, str]) -> Filter:
    """A filter of the project's own is at another version whenever its code is, or what it reads beside the text."""
    digests = [digest(read_file(file)) for file in found.files]
    named = [f"{name}={digest(read_file(file))}" for name, file in inputs.items()]
    files = (*found.files, *inputs.values())
    return found._replace(version=" ".join([found.version, *digests, *named]), files=files)


def unused_filters(config: Config, filters: Mapping[str, Filter]) -> Iterator[Note]:
    """A note for each filter that has options and no use."""
    for name in sorted(config.filters.keys() - filters.keys()):
        message = f"[filters.{name}] sets options of a filter that nothing uses"
        yield Note("warning", message, config.where_filter(name))
