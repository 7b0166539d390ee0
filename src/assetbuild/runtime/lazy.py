"""A manifest that is read when the first name is looked up."""

from __future__ import annotations

import os
from collections.abc import Mapping
from threading import Lock

from ..manifest import AssetGroup
from .lookup import Manifest
from .markup import Html

RELOAD = "ASSETBUILD_RELOAD"


class LazyManifest:
    """As `Manifest`, but the file need not be there before the first lookup; that one reads it, once for all threads.

    Where the manifest is missing or damaged, each lookup raises the error of `Manifest.load`, until it is there.

    With ASSETBUILD_RELOAD=1 in the environment at the first lookup, each one looks whether the file was replaced, and
    reads it again if so: for development, where a watch builds beside the app.
    """

    __slots__ = ("_lock", "_manifest", "_process", "_seen", "_url", "file")

    def __init__(self, file: str | os.PathLike[str], url: str | None = None) -> None:
        # A process may change its working directory before the first lookup.
        self.file = os.path.abspath(file)
        self._url = url
        self._manifest: Manifest | None = None
        self._seen: tuple[tuple[int, ...], Manifest] | None = None
        self._new_lock()

    def load(self) -> Manifest:
        """The manifest, read now where it was not before. Call it at start-up to fail there."""
        manifest = self._manifest
        if manifest is None and reloads():
            return self._current()
        if manifest is None:
            if self._process != os.getpid():
                # A thread of the parent may have held the lock when this process was forked: nobody would free it.
                self._new_lock()
            with self._lock:
                manifest = self._manifest
                if manifest is None:
                    manifest = self._manifest = Manifest.load(self.file, self._url)
        return manifest

    @property
    def prefix(self) -> str:
        return self.load().prefix

    @property
    def digest(self) -> str:
        return self.load().digest

    def url(self, name: str) -> str:
        return (self._manifest or self.load()).url(name)

    def path(self, name: str) -> str:
        return self.load().path(name)

    def integrity(self, name: str) -> str:
        return self.load().integrity(name)

    def names(self) -> list[str]:
        return self.load().names()

    def group(self, name: str) -> AssetGroup | None:
        return self.load().group(name)

    def types(self) -> dict[str, str]:
        return self.load().types()

    def tags(
        self,
        *names: str,
        nonce: object = None,
        module: bool | None = None,
        imports: bool = True,
        **attributes: object,
    ) -> Html:
        return self.load().tags(*names, nonce=nonce, module=module, imports=imports, **attributes)

    def importmap(self, *names: str, nonce: object = None, **attributes: object) -> Html:
        return self.load().importmap(*names, nonce=nonce, **attributes)

    def specifiers(self) -> Mapping[str, str]:
        return self.load().specifiers()

    def imports(self, name: str) -> list[str]:
        return self.load().imports(name)

    def preload(self, *names: str, nonce: object = None, module: bool | None = None, **attributes: object) -> Html:
        return self.load().preload(*names, nonce=nonce, module=module, **attributes)

    def early_hints(self, *names: str, module: bool | None = None) -> list[str]:
        return self.load().early_hints(*names, module=module)

    def inline(self, name: str, nonce: object = None) -> Html:
        return self.load().inline(name, nonce)

    def _current(self) -> Manifest:
        """The manifest as it is on disk. Its file is replaced whole, so another time, size or inode tells."""
        try:
            status = os.stat(self.file)
        except OSError:
            return Manifest.load(self.file, self._url)  # which says what is wrong
        stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
        seen = self._seen
        if seen is None or seen[0] != stamp:
            seen = self._seen = stamp, Manifest.load(self.file, self._url)
        return seen[1]

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.file, self._url)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.file!r})"

    def _new_lock(self) -> None:
        self._lock, self._process = Lock(), os.getpid()


def reloads() -> bool:
    """Whether the environment asks for the manifest to be read again when it is replaced."""
    return os.environ.get(RELOAD, "") not in ("", "0")
