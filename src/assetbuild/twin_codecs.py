"""Which codecs make the twins of which artifact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .encodings import Codec, find_codec
from .media_types import is_compressed, is_for_tools, takes_gzip_only


class TwinCodecs(NamedTuple):
    """The codecs for what pages load, for what only old browsers load, and for what only developer tools fetch."""

    pages: tuple[Codec, ...] = ()
    old_pages: tuple[Codec, ...] = ()
    tools: tuple[Codec, ...] = ()

    def of(self, path: str) -> tuple[Codec, ...]:
        """Those for the artifact with that path; none where its format carries its own compression."""
        if is_compressed(path):
            return ()
        if is_for_tools(path):
            return self.tools
        return self.old_pages if takes_gzip_only(path) else self.pages


def twin_codecs(
    encodings: Sequence[str], *, fast: bool = False, timed: Callable[[Codec], Codec] = lambda codec: codec
) -> TwinCodecs:
    """The codecs of these encodings; `fast` gives up 2 % of the size for more than half of the time."""
    pages = tuple(timed(find_codec(encoding, "fast" if fast else "best")) for encoding in encodings)
    tools = tuple(timed(find_codec(encoding, "brief")) for encoding in encodings)
    return TwinCodecs(pages, tuple(codec for codec in pages if codec.encoding == "gzip"), tools)
