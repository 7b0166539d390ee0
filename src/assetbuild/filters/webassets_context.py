"""What a webassets filter asks of its environment, answered from the options and the sources alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from ..model import Fetch


class Context:
    """Stands for the environment, its configuration and its resolver. `folder` is the configuration's, absolute.

    The process's environment variables are no part of it: no manifest may depend on them.
    """

    debug = False
    cache = None
    manifest = None
    auto_build = False

    def __init__(self, folder: str, url: str, settings: Mapping[str, Any]) -> None:
        self.directory = folder
        self.url = url
        self.environment = self.env = self.resolver = self
        self.config = settings
        self.load_path: list[str] = []
        self.fetch: Fetch | None = None
        self.asked: set[str] = set()
        self.lacking: list[str] = []

    def get(self, key: str, default: Any = None) -> Any:
        """A setting."""
        self.asked.add(key)
        return self.config.get(key, {"directory": self.directory, "url": self.url, "debug": False}.get(key, default))

    def setting(
        self,
        setting: Any = False,
        env: Any = None,
        require: bool = True,
        what: str = "dependency",
        type: Any = None,  # noqa: A002 (webassets' name)
    ) -> Any:
        """`Filter.get_config` without the environment variables; one that only these would give is a setting too."""
        value = self.get(setting or env)
        if value is None and require:
            self.lacking.append(setting or env)
            raise OSError(f"{what} was not found")
        return value

    def resolve_source(self, context: Any, item: str) -> str:
        """The file of a source, else the path below the configuration's folder."""
        file = self.fetch.file(item) if self.fetch else None
        return file if file is not None else os.path.join(self.directory, item)

    def resolve_source_to_url(self, context: Any, file: str, item: str) -> str:
        """The address of a source before it has its final name."""
        return self.url + item

    def resolve_output_to_url(self, context: Any, item: str) -> str:
        """The address of what is made, before it has its final name."""
        return self.url + item
