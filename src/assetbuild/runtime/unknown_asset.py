"""The error for a name that the manifest does not have."""

from __future__ import annotations

from ..errors import AssetbuildError, Location


class UnknownAsset(AssetbuildError, KeyError):
    """A name that the manifest in `file` does not have. `name` is what was asked for, `near` are those it may mean."""

    def __init__(self, name: str, file: str, near: tuple[str, ...] = ()) -> None:
        # All in the message: it is what the log of a web server shows.
        meant = f"did you mean {' or '.join(map(repr, near))}?" if near else "is this the manifest of the last build?"
        super().__init__(f"there is no asset {name!r}; {meant}", Location(file))
        self.name, self.file, self.near = name, file, near

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.name, self.file, self.near)
