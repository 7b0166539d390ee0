"""Files that a server looked up at start-up, and those that a later release put beside them."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

# A walk of the folder is begun anew where a build took its temporary file away in between.
_WALKS = 9


class ServedFiles(dict[str, Any]):
    """Stands for the `files` of a WhiteNoise or ServeStatic: a name of the kind `is_late` that is not there is looked
    up on disk, by the server's own rules, and then kept."""

    def __init__(self, server: Any, is_late: Callable[[str], bool]) -> None:
        super().__init__()
        self._server, self._is_late = server, is_late

    def get(self, url: str, default: Any = None) -> Any:
        found = super().get(url)
        if found is None and self._is_late(url):
            found = self._server.find_file(url)
            if found is not None:
                self[url] = found
        return default if found is None else found


def serve_files(server: Any, root: str | os.PathLike[str], prefix: str, is_late: Callable[[str], bool]) -> None:
    """Have `server`, made without a root, serve what is in `root` now and what comes later."""
    server.files = ServedFiles(server, is_late)
    for walk in range(_WALKS):
        try:
            server.add_files(root, prefix)
            break
        except FileNotFoundError:
            if walk == _WALKS - 1:
                raise
    if not server.autorefresh:
        # Where `find_file` looks, in the form of `add_files`.
        server.directories.append(
            (os.path.join(os.path.abspath(root), ""), f"/{prefix.strip('/')}/".replace("//", "/"))
        )
