"""Which sources a Sass URL may mean, in Sass's order (sass/spec: spec/modules.md, "Resolving a `file:` URL")."""

from __future__ import annotations

from collections.abc import Callable

from ...logical import extension

SASS = (".scss", ".sass")
_KNOWN = (*SASS, ".css")


class Ambiguous(ValueError):
    """Two files are meant at once; the message names them."""


def is_sass(path: str) -> bool:
    """Whether it is a source in Sass, in either syntax."""
    return extension(path) in SASS


def language(path: str) -> str:
    """The extension that says what a source is written in: a template in Ruby, `x.scss.erb`, ends in another."""
    return extension(path.removesuffix(".erb"))


def is_partial(path: str) -> bool:
    """Whether it is only there for others: `_mixins.scss`."""
    return is_sass(path) and path.rpartition("/")[2].startswith("_")


def find_sheet(path: str, from_import: bool, exists: Callable[[str], bool]) -> str | None:
    """The source that `path`, joined but without partial or extension, means; None where there is none.

    `from_import` is for `@import`, which prefers `x.import.scss`. Raises Ambiguous.
    """
    for group in _groups(path, from_import):
        found = [candidate for candidate in group if exists(candidate)]
        if len(found) > 1:
            raise Ambiguous(f"{' and '.join(map(repr, found))} are both meant: rename one of them")
        if found:
            return found[0]
    return None


def _groups(path: str, from_import: bool) -> list[list[str]]:
    """Lists of which one source at most may be there, the first list first."""
    stem, suffix = path[: len(path) - len(extension(path))], extension(path)
    if suffix in _KNOWN:
        imported = [_with_partial(f"{stem}.import{path[len(stem) :]}")] if from_import else []
        return [*imported, _with_partial(path)]
    # The last is how Rails 3 and 4 named them, `panel.css.scss`.
    return [*_with_extensions(path, from_import), *_with_extensions(f"{path}/index", from_import), _sass(f"{path}.css")]


def _with_extensions(path: str, from_import: bool) -> list[list[str]]:
    groups = [_sass(path), _with_partial(f"{path}.css")]
    if not from_import:
        return groups
    return [_sass(f"{path}.import"), _with_partial(f"{path}.import.css"), *groups]


def _sass(path: str) -> list[str]:
    return [candidate for suffix in SASS for candidate in _with_partial(path + suffix)]


def _with_partial(path: str) -> list[str]:
    folder, slash, name = path.rpartition("/")
    return [f"{folder}{slash}_{name}", path]
