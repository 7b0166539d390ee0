"""Compiling one asset: decode, filter each member, join, filter the whole, find the references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from .errors import AssetbuildError, Location, locate
from .fingerprint import digest
from .joining.css import join_css
from .joining.js import join_js
from .logical import extension
from .model import Action, Asset, Fetch, Filter, Filtered, FilterInput, FilterUse, Member, Note
from .references.scanners import scanner_of

_SCRIPTS = frozenset((".js", ".cjs"))
_TO_UTF8 = "save the file as UTF-8"


class Compiler:
    """Compiles actions with the filters of the plan; it may be used from any thread."""

    def __init__(self, filters: Mapping[str, Filter], fetch: Fetch) -> None:
        self._filters = filters
        self._fetch = fetch

    def compile(self, action: Action) -> Asset:
        """The asset of an action. Raises AssetbuildError for what cannot be read, filtered or joined."""
        if not action.bundle:
            return self._compile_file(action)
        return self._asset(action, self._bundle(action))

    def _compile_file(self, action: Action) -> Asset:
        member = action.members[0]
        data = self._read(action, member.path)
        if not member.filters and not action.filters and not scanner_of(action.output):
            return Asset(action.output, data, digest=digest(data))
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            return _undecodable(action, data, error)
        filtered = self._each(member, text)
        return self._asset(action, self._whole(action, filtered))

    def _bundle(self, action: Action) -> Filtered:
        inputs = []
        notes: list[Note] = []
        for member in action.members:
            data = self._read(action, member.path)
            try:
                text = data.decode()
            except UnicodeDecodeError as error:
                where = _place(member.path, data, error.start)
                message = f"not UTF-8: byte 0x{data[error.start]:02x}, in a member of the bundle {action.output!r}"
                raise AssetbuildError(message, where, _TO_UTF8) from error
            filtered = self._each(member, text)
            notes += filtered.notes
            inputs.append(FilterInput(member.path, filtered.text, text))
        joined = self._join(action, tuple(inputs))
        whole = self._whole(action, joined)
        return replace(whole, notes=(*notes, *whole.notes))

    def _join(self, action: Action, inputs: tuple[FilterInput, ...]) -> Filtered:
        for use in action.filters:
            if joins := self._filters[use.name].join:
                with _blaming(use, action.output):
                    return joins(inputs, dict(use.options), self._fetch)
        suffix = extension(action.output)
        if suffix == ".css":
            return join_css(inputs, action.output, self._loader(action))
        if suffix in _SCRIPTS:
            return join_js(inputs)
        return Filtered("\n".join(each.text for each in inputs))

    def _loader(self, action: Action) -> Callable[[str], str | None]:
        """Reads what a member imports, through the filters of the bundle."""

        def load(path: str) -> str | None:
            data = self._fetch(path)
            if data is None:
                return None
            try:
                return self._each(Member(path, action.members[0].filters), data.decode()).text
            except UnicodeDecodeError as error:
                raise AssetbuildError("not UTF-8", _place(path, data, error.start), _TO_UTF8) from error

        return load

    def _each(self, member: Member, text: str) -> Filtered:
        notes: list[Note] = []
        for use in sorted(member.filters, key=lambda use: not self._filters[use.name].reads_file):
            if each := self._filters[use.name].each:
                with _blaming(use, member.path):
                    filtered = each(FilterInput(member.path, text), dict(use.options), self._fetch)
                text = filtered.text
                notes += filtered.notes
        return Filtered(text, tuple(notes))

    def _whole(self, action: Action, joined: Filtered) -> Filtered:
        text, notes = joined.text, [*joined.notes]
        for use in action.filters:
            if whole := self._filters[use.name].whole:
                with _blaming(use, action.output):
                    filtered = whole(FilterInput(action.output, text), dict(use.options), self._fetch)
                text = filtered.text
                notes += filtered.notes
        return Filtered(text, tuple(notes))

    def _asset(self, action: Action, filtered: Filtered) -> Asset:
        scan = scanner_of(action.output)
        references = scan(filtered.text) if scan else ()
        data = filtered.text.encode()
        return Asset(action.output, data, references, "" if references else digest(data), filtered.notes)

    def _read(self, action: Action, path: str) -> bytes:
        data = self._fetch(path)
        if data is None:
            raise AssetbuildError(f"{path!r}, of which {action.output!r} is made, is not there", Location(path))
        return data


@contextmanager
def _blaming(use: FilterUse, path: str) -> Iterator[None]:
    """Whatever a filter raises is told with the filter's name and the place."""
    try:
        yield
    except AssetbuildError:
        raise
    except Exception as error:
        message = f"the filter {use.name!r} failed: {type(error).__name__}: {error}"
        raise AssetbuildError(message, Location(path)) from error


def _undecodable(action: Action, data: bytes, error: UnicodeDecodeError) -> Asset:
    """A text in another encoding goes through as it is, unless it names others: then it would have to be rewritten."""
    where = _place(action.members[0].path, data, error.start)
    message = f"not UTF-8: byte 0x{data[error.start]:02x}"
    scan = scanner_of(action.output)
    if scan and scan(data.decode("latin-1")):
        raise AssetbuildError(f"{message}, in a file whose references must be rewritten", where, _TO_UTF8)
    note = Note("warning", f"{message}; the file is passed through as it is", where)
    return Asset(action.output, data, digest=digest(data), notes=(note,))


def _place(path: str, data: bytes, offset: int) -> Location:
    return locate(path, data.decode("latin-1"), offset)
