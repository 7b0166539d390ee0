"""The frozen types that cross from one phase to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, Protocol

from .errors import Location


class Note(NamedTuple):
    """Something a person may want to know that fails nothing. `info` is shown at -v."""

    level: Literal["info", "warning"]
    message: str
    where: Location | None = None

    def order(self) -> tuple[str, int, int, str]:
        """By place, then by text."""
        where = self.where or Location("")
        return where.file, where.line, where.column, self.message


class Source(NamedTuple):
    """One input file: its logical path, the file on disk, and its size (bytes), time (ns) and inode when it was listed.

    Two of them that are equal have the same content, as far as the file system says.
    """

    path: str
    file: str
    size: int
    modified: int = 0
    inode: int = 0


class WalkedFolder(NamedTuple):
    """A folder that was listed: its time (ns) and inode before that, and the names in it.

    `names` is None where one of them is a link: what that leads to says nothing in this folder when it changes.
    """

    folder: str
    modified: int
    inode: int
    names: tuple[str, ...] | None


class FilterUse(NamedTuple):
    """A filter as configured: its name and its options, sorted by key. `kind` is the filter's own name where the
    configuration gives it another, to have it twice with different options."""

    name: str
    options: tuple[tuple[str, Any], ...] = ()
    kind: str = ""


class Part(NamedTuple):
    """The members from `start` to `stop` of a bundle, or of the part that this one is in, which are joined and filtered
    before the others join them. `parts` are those within it, in order."""

    start: int
    stop: int
    filters: tuple[FilterUse, ...]
    parts: tuple[Part, ...] = ()


class Bundle(NamedTuple):
    """A logical path that is made from its members, logical paths of sources in their final order."""

    path: str
    members: tuple[str, ...]
    filters: tuple[FilterUse, ...]
    parts: tuple[Part, ...] = ()
    notes: tuple[Note, ...] = ()


class Member(NamedTuple):
    """One input of an action and the filters that run on it alone (a `*.min.*` file is not minified again)."""

    path: str
    filters: tuple[FilterUse, ...]


class Action(NamedTuple):
    """What makes one asset: each member filtered, a bundle's members joined, then the filters of the whole."""

    output: str
    members: tuple[Member, ...]
    filters: tuple[FilterUse, ...]
    bundle: bool
    parts: tuple[Part, ...] = ()


class Plan(NamedTuple):
    """All actions of a build, sorted by output."""

    actions: tuple[Action, ...]

    def filter_uses(self) -> dict[str, FilterUse]:
        """Every filter that an action or a member of one uses, by name."""
        uses = {use.name: use for action in self.actions for use in action.filters}
        uses |= {use.name: use for action in self.actions for use in _of_parts(action.parts)}
        return uses | {use.name: use for action in self.actions for member in action.members for use in member.filters}


def _of_parts(parts: tuple[Part, ...]) -> Iterator[FilterUse]:
    for part in parts:
        yield from part.filters
        yield from _of_parts(part.parts)


# `import` is CSS's. The others with that word are JavaScript's: a declaration, a call, `import.meta.resolve("…")`, and
# `new URL("…", import.meta.url)`, which alone no import map redirects. `asset-url` spans a whole call, in whose place
# the public address stands, in quotes or not.
ReferenceKind = Literal[
    "url",
    "import",
    "sourcemap",
    "import-static",
    "import-dynamic",
    "import-resolve",
    "import-meta-url",
    "asset-url",
    "asset-url-quoted",
]


class Reference(NamedTuple):
    """A place in a text that names another file.

    `start` and `end` (characters) span the path alone, without quotes, query and fragment, so that a percent-encoded
    path can take its place. `target` is that path decoded (escapes and percent-encoding undone); `suffix` is the query
    and fragment that follow it, as written. The target of an import that is a bare specifier is that, as the string
    says it.
    """

    start: int
    end: int
    target: str
    suffix: str = ""
    kind: ReferenceKind = "url"
    # What to cut where the reference may be dropped (a whole source map comment), else the same span.
    drop: tuple[int, int] | None = None


class Gap(NamedTuple):
    """A column of a source map that is not known before linking: it is `column` from the segment before, and what the
    references of the asset from `first` on and before `last` grow by when they are filled in."""

    column: int
    first: int
    last: int


class SourceMap(NamedTuple):
    """The map of a compiled asset. `sources` are logical paths, or what looks like one; `contents` is the JSON list of
    their texts, null where one is not known. The mappings are `pieces`, with one of `gaps` between two of them."""

    sources: tuple[str, ...] = ()
    contents: bytes = b"[]"
    names: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ("",)
    gaps: tuple[Gap, ...] = ()


class Asset(NamedTuple):
    """One compiled output before it has its final name. References are spans of `data` decoded as UTF-8.

    `digest` is the SHA-256 of `data` in hex where the bytes are final already (there are no references).
    """

    path: str
    data: bytes
    references: tuple[Reference, ...] = ()
    digest: str = ""
    notes: tuple[Note, ...] = ()
    # Whether it is JavaScript that says of itself that it is a module.
    module: bool = False
    map: SourceMap | None = None
    # What it was made of: the key of its sources and filters, empty where nothing stands for these, and the digests of
    # what filters asked for beside them (None for what was not there).
    key: str = ""
    fetched: tuple[tuple[str, str | None], ...] = ()


class Artifact(NamedTuple):
    """A file of the output folder: `path` bears the fingerprint, `encodings` maps an encoding to the twin's bytes.

    `references` are the assets whose final names stand in it; `imports` and `dynamic` those that it imports by
    declarations and by calls, whatever they are called in it. `map_of` is the asset whose source map it is.
    What is not `served` needs no twins.
    """

    logical: str
    path: str
    data: bytes
    integrity: str
    references: tuple[str, ...] = ()
    encodings: Mapping[str, bytes] = MappingProxyType({})
    notes: tuple[Note, ...] = ()
    module: bool = False
    imports: tuple[str, ...] = ()
    dynamic: tuple[str, ...] = ()
    map_of: str = ""
    served: bool = True
    # All that it names, by whatever name.
    targets: tuple[str, ...] = ()
    # As of the asset.
    key: str = ""
    fetched: tuple[tuple[str, str | None], ...] = ()


class Fetch(Protocol):
    """How a filter asks for other sources. What it asked for is recorded, found or not."""

    def __call__(self, path: str) -> bytes | None:
        """The bytes of the source with that logical path, or None where there is none."""
        ...

    def file(self, path: str) -> str | None:
        """The file on disk of that source, for a tool that can only read files."""
        ...

    def digest(self, path: str) -> str | None:
        """SHA-256 in hex of that source."""
        ...

    def exists(self, path: str) -> bool:
        """Whether there is that source, whatever is in it."""
        ...


class FilterInput(NamedTuple):
    """A text to filter, the logical path of what it was made from, and that file's own text where it is at hand."""

    path: str
    text: str
    original: str = ""


class Filtered(NamedTuple):
    """What a filter made. `map` is a source map (JSON) of `text`, its sources relative to the path of the input, from
    a filter that does more to a text than to take white space and comments out."""

    text: str
    notes: tuple[Note, ...] = ()
    map: str | None = None


Options = Mapping[str, Any]
TextFilter = Callable[[FilterInput, Options, Fetch], Filtered]
JoinFilter = Callable[[tuple[FilterInput, ...], Options, Fetch], Filtered]


class Filter(NamedTuple):
    """A named, versioned, pure step from text to text.

    `each` runs on every member alone, `join` makes one text of all (in place of plain concatenation), `whole` runs
    on the joined text; a filter has at least one of them. `version` changes whenever the output may. `options` are the
    names it takes (None: it checks them itself). A filter that is not `pure` may read what `fetch` does not know of, so
    its result is never kept for the next build. One that `reads_file` ignores the text, so it runs before all others.

    An `each` that is listed after a filter with `join` or `whole` runs on the joined text, as it stands in the list,
    unless it is `of_members`: it needs a member's file. Where the steps share state, `start` makes the filter that
    compiles one asset, from that asset's output path. One that `keeps_tokens` changes nothing but white space and
    comments: it needs to give no source map. `files` are those of the project's own modules that it is made
    of: a change of one is a change of the filter.
    """

    name: str
    version: str
    each: TextFilter | None = None
    join: JoinFilter | None = None
    whole: TextFilter | None = None
    options: frozenset[str] | None = None
    pure: bool = True
    reads_file: bool = False
    of_members: bool = False
    keeps_tokens: bool = False
    start: Callable[[str], Filter] | None = None
    files: tuple[str, ...] = ()
    # Globs below the folder of the configuration: what else it reads, the names and content of which count.
    inputs: tuple[str, ...] = ()
    # Breaks off what is under way, from any thread.
    stop: Callable[[], None] | None = None
    # Files of the program that it runs: where one of them changes, there is something to do again.
    tools: tuple[str, ...] = ()
