"""The helpers of Rails that name an asset, as style sheets, scripts and Sass call them: `image_path`, `asset-url`, …"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import NamedTuple

from ..errors import AssetbuildError, Location
from ..logical import BadPath, join
from ..media_types import media_type
from ..model import Fetch, Note
from ..runtime.rails_types import EXTENSIONS, FOLDERS
from ..urls import quote_path, relative_url

_PUBLIC = {"asset": "", **FOLDERS}
# These may be assets that are compiled, of which no filter knows.
_COMPILED = ("asset", "javascript", "stylesheet")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#", re.IGNORECASE)
_DATA = ("asset_data_uri", "asset_data_url")
HELPERS = frozenset(f"{kind}_{form}" for kind in _PUBLIC for form in ("path", "url")) | frozenset(_DATA)


class Named(NamedTuple):
    """What a call names: a logical path with a query or fragment behind it, or an address that is none of ours."""

    path: str = ""
    suffix: str = ""
    url: str = ""
    notes: tuple[Note, ...] = ()

    def relative_to(self, base: str) -> str:
        """The address as it stands in the source `base`."""
        return relative_url(base, self.path) + self.suffix if self.path else self.url

    @property
    def below_root(self) -> str:
        """The address from the root of all assets."""
        return quote_path(self.path) + self.suffix if self.path else self.url


def is_data(helper: str) -> bool:
    """Whether the helper gives the content itself."""
    return helper in _DATA


def logical_path(helper: str, argument: str) -> str:
    """The logical path that a call of the helper names; empty where that is an address of another kind."""
    bare, _ = _split(argument)
    if not argument or _ELSEWHERE.match(argument):
        return ""
    ending = EXTENSIONS.get(helper.partition("_")[0], "")
    return bare if bare.endswith(ending) else bare + ending


def named(helper: str, argument: str, fetch: Fetch, where: Location) -> Named:
    """What a call of the helper, underscores for dashes, names. Raises AssetbuildError for a path out of the root."""
    kind = helper.partition("_")[0]
    if not (bare := logical_path(helper, argument)):
        return Named(url=argument)
    suffix = _split(argument)[1]
    try:
        path = join("", bare)
    except BadPath as error:
        raise AssetbuildError(f"{argument!r} names no asset: {error}", where) from error
    if kind in _COMPILED or fetch.exists(path):
        return Named(path, suffix)
    url = f"{_PUBLIC[kind]}/{quote_path(path)}{suffix}"
    note = Note("warning", f"there is no asset {path!r}: its address is that of a public file, {url}", where)
    return Named(url=url, notes=(note,))


def data_uri(argument: str, fetch: Fetch, where: Location) -> str:
    """The content of the asset. Raises AssetbuildError where there is none."""
    try:
        path = join("", argument)
    except BadPath as error:
        raise AssetbuildError(f"{argument!r} names no asset: {error}", where) from error
    data = fetch(path)
    if data is None:
        hint = "only files that are not compiled can be embedded"
        raise AssetbuildError(f"there is no file {path!r} to embed", where, hint)
    return f"data:{media_type(path).partition(';')[0]};base64,{b64encode(data).decode()}"


def _split(argument: str) -> tuple[str, str]:
    at = min((at for at in (argument.find("?"), argument.find("#")) if at >= 0), default=len(argument))
    return argument[:at], argument[at:]
