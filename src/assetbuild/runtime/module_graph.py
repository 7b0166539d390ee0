"""What modules import: for preloads and for the page's import map (HTML Living Standard §8.1.5.4, §8.1.6.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..manifest import Entry, ModuleMap
from ..urls import quote_path

EntryOf = Callable[[str], Entry]
UrlOf = Callable[[str], str]

_URL_LIKE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|\.{0,2}/")


def static_closure(name: str, entry_of: EntryOf) -> list[str]:
    """All that a module imports by declarations, and what that imports: the deepest first, each once, itself left
    out."""
    return [each for each in _deepest_first([name], lambda path: entry_of(path).imports) if each != name]


def reachable(names: Iterable[str], entry_of: EntryOf) -> list[str]:
    """The assets and all that they import by declarations and by calls."""

    def edges(path: str) -> Iterable[str]:
        entry = entry_of(path)
        return (*entry.imports, *entry.dynamic)

    return list(_deepest_first(names, edges))


def imported(entries: Iterable[Entry]) -> set[str]:
    """What any of these assets imports."""
    return {name for entry in entries for name in (*entry.imports, *entry.dynamic)}


def import_map(modules: ModuleMap, names: Iterable[str], entry_of: EntryOf, url_of: UrlOf, prefix: str) -> str:
    """The import map for these assets as JSON that may stand in a `<script>`.

    It has their logical URLs, where modules are found by them, the bare specifiers of the configuration, and the
    integrity of all.
    """
    known = sorted(names)
    urls = {name: _url_like(url_of(name)) for name in known}
    stable = {_url_like(prefix + quote_path(name)): urls[name] for name in known} if modules.mode == "importmap" else {}
    document = {
        "imports": {**stable, **dict(_bare(modules.names, urls))},
        "integrity": {urls[name]: entry_of(name).integrity for name in known if entry_of(name).integrity},
    }
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).replace("<", "\\u003c")


def _bare(names: Mapping[str, str], urls: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The configured specifiers; one that stands for a folder of assets once for each asset, as their names differ."""
    for name, target in names.items():
        if target in urls:
            yield name, urls[target]
        elif _URL_LIKE.match(target):
            yield name, target
        elif name.endswith("/"):
            yield from ((name + path[len(target) :], url) for path, url in urls.items() if path.startswith(target))


def _url_like(url: str) -> str:
    """A URL as an import map takes it: without `./` it would be a bare specifier."""
    return url if _URL_LIKE.match(url) else f"./{url}"


def _deepest_first(names: Iterable[str], edges: Callable[[str], Iterable[str]]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            continue
        seen.add(name)
        path = [(name, iter(edges(name)))]
        while path:
            node, targets = path[-1]
            target = next((each for each in targets if each not in seen), None)
            if target is None:
                path.pop()
                yield node
            else:
                seen.add(target)
                path.append((target, iter(edges(target))))
