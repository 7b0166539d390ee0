"""The stats of webpack-bundle-tracker, which django-webpack-loader reads."""

from __future__ import annotations

from .content import Content


def document(content: Content) -> object:
    """`assets` by path, and `chunks`, lists of them: each group, and else each script with the style sheet beside it,
    by logical path without an extension. Style sheets stand first, so that they load first."""
    return {
        "status": "done",
        "publicPath": content.url,
        "assets": {
            entry.path: {
                "name": entry.path,
                "sourceFilename": name,
                "publicPath": content.public_url(entry.path),
                "integrity": entry.integrity,
            }
            for name, entry in content.entries.items()
        },
        "chunks": {name: [content.entries[asset].path for asset in assets] for name, assets in _chunks(content)},
    }


def hidden_chunks(content: Content) -> list[str]:
    """The names of chunks in whose place stands a group of other assets."""
    groups = content.groups
    return [
        name for name, assets in _of_names(content).items() if name in groups and {*groups[name].assets} != {*assets}
    ]


def _chunks(content: Content) -> list[tuple[str, list[str]]]:
    groups = {name: [*group.assets] for name, group in content.groups.items()}
    return [*{**_of_names(content), **groups}.items()]


def _of_names(content: Content) -> dict[str, list[str]]:
    chunks: dict[str, list[str]] = {}
    loaded = (name for name in content.entries if content.is_loaded(name))
    for name in sorted(loaded, key=lambda name: (content.entries[name].type != "text/css", name)):
        chunks.setdefault(name.rpartition(".")[0], []).append(name)
    return chunks
