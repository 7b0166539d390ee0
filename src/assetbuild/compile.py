"""Compiling one asset: decode, filter each member, join, filter the whole, find the references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from .errors import AssetbuildError, Location, locate
from .filter_order import after_join, is_joined_as_source, joining, of_members, of_part, part_action
from .filters.failure import failure
from .fingerprint import digest
from .logical import extension
from .model import (
    Action,
    Asset,
    Fetch,
    Filter,
    Filtered,
    FilterInput,
    FilterUse,
    Member,
    Note,
    Part,
    Reference,
    SourceMap,
)
from .plan import member_of
from .references.scanners import Scanner, scanner_of
from .sourcemaps.trace import Trace, has_map

if TYPE_CHECKING:
    from .sourcemaps.mapper import Mapper

FindScanner = Callable[[str], Scanner | None]

_SCRIPTS = frozenset((".js", ".cjs"))
_MODULES = frozenset((".js", ".mjs"))
_TO_UTF8 = "save the file as UTF-8"


class Compiler:
    """Compiles actions with the filters of the plan; it may be used from any thread. Without `modules` it does not ask
    which scripts are modules."""

    def __init__(
        self,
        filters: Mapping[str, Filter],
        fetch: Fetch,
        scanner: FindScanner = scanner_of,
        mapper: Mapper | None = None,
        modules: bool = True,
    ) -> None:
        self._filters = filters
        self._fetch = fetch
        self._scanner = scanner
        self._mapper = mapper
        self._modules = modules

    def compile(self, action: Action) -> Asset:
        """The asset of an action. Raises AssetbuildError for what cannot be read, filtered or joined."""
        one = self._started(action)
        trace = Trace(self._fetch)
        if not action.bundle:
            return one._compile_file(action, trace)
        filtered = one._bundle(action, trace)
        return one._asset(action, filtered, trace)

    def _started(self, action: Action) -> Compiler:
        """With filters of this asset's own where their steps share state."""
        started = {}
        for use in action.filters:
            if start := self._filters[use.name].start:
                with _blaming(use, action.output):
                    started[use.name] = start(action.output)
        if not started:
            return self
        filters = {**self._filters, **started}
        return Compiler(filters, self._fetch, self._scanner, self._mapper, self._modules)

    def _compile_file(self, action: Action, trace: Trace) -> Asset:
        member = action.members[0]
        data = self._read(action, member.path)
        if not member.filters and not action.filters and not scanner_of(action.output):
            return Asset(action.output, data, digest=self._fetch.digest(member.path) or digest(data))
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            return _undecodable(action, data, error)
        filtered = self._each(action, member, text, trace)
        return self._asset(action, self._whole(action, filtered, trace), trace)

    def _bundle(self, action: Action, trace: Trace) -> Filtered:
        inputs: list[FilterInput] = []
        notes: list[Note] = []
        at = 0
        for part in (*action.parts, None):
            between = action.members[at : part.start if part else None]
            inputs += [self._member(action, member, notes, trace) for member in between]
            if part:
                inputs.append(self._part(action, part, notes, trace))
                at = part.stop
        joined = self._join(action, tuple(inputs), trace)
        whole = self._whole(action, joined, trace)
        return whole._replace(notes=(*notes, *whole.notes))

    def _member(self, action: Action, member: Member, notes: list[Note], trace: Trace) -> FilterInput:
        data = self._read(action, member.path)
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            where = _place(member.path, data, error.start)
            message = f"not UTF-8: byte 0x{data[error.start]:02x}, in a member of the bundle {action.output!r}"
            raise AssetbuildError(message, where, _TO_UTF8) from error
        filtered = self._each(action, member, text, trace)
        notes += filtered.notes
        return FilterInput(member.path, filtered.text, text)

    def _part(self, action: Action, part: Part, notes: list[Note], trace: Trace) -> FilterInput:
        """A part, which is a bundle of its own up to here, as a member of `action`."""
        inner = part_action(action, part, self._filters)
        own = Trace(self._fetch)
        made = self._started(inner)._bundle(inner, own)
        uses = of_members(action, of_part(action, self._filters), self._filters)
        filtered = self._steps(uses, action.output, made.text, partial(own.rewrite, action.output))
        trace.take(own)
        notes += [*made.notes, *filtered.notes]
        return FilterInput(action.output, filtered.text, made.text)

    def _join(self, action: Action, inputs: tuple[FilterInput, ...], trace: Trace) -> Filtered:
        use = joining(action, self._filters)
        if use and (joins := self._filters[use.name].join):
            with _blaming(use, action.output):
                filtered = _checked(joins(inputs, dict(use.options), self._fetch))
            trace.rewrite(action.output, self._filters[use.name], filtered)
            return filtered
        suffix = "" if is_joined_as_source(action, self._filters) else extension(action.output)
        if suffix == ".css":
            from .joining.css import join_css

            notes: list[Note] = []
            joined = join_css(inputs, action.output, self._loader(action, notes, trace))
            return joined._replace(notes=(*notes, *joined.notes))
        if suffix in _SCRIPTS:
            from .joining.js import join_js
            from .joining.js_imports import rebase_imports

            return join_js(rebase_imports(each, action.output) for each in inputs)
        return Filtered("\n".join(each.text for each in inputs))

    def _loader(self, action: Action, notes: list[Note], trace: Trace) -> Callable[[str], str | None]:
        """Reads what a member imports, through the filters of the bundle, whose notes are added to `notes`."""

        def load(path: str) -> str | None:
            data = self._fetch(path)
            if data is None:
                return None
            try:
                filtered = self._each(action, member_of(path, action.filters), data.decode(), trace)
            except UnicodeDecodeError as error:
                raise AssetbuildError("not UTF-8", _place(path, data, error.start), _TO_UTF8) from error
            notes.extend(filtered.notes)
            return filtered.text

        return load

    def _each(self, action: Action, member: Member, text: str, trace: Trace) -> Filtered:
        trace.begin(member.path, text)
        return self._steps(of_members(action, member, self._filters), member.path, text, trace.step)

    def _steps(
        self, uses: Iterable[FilterUse], path: str, text: str, told: Callable[[Filter, Filtered], None]
    ) -> Filtered:
        notes: list[Note] = []
        for use in uses:
            if each := self._filters[use.name].each:
                with _blaming(use, path):
                    filtered = _checked(each(FilterInput(path, text), dict(use.options), self._fetch))
                told(self._filters[use.name], filtered)
                text = filtered.text
                notes += filtered.notes
        return Filtered(text, tuple(notes))

    def _whole(self, action: Action, joined: Filtered, trace: Trace) -> Filtered:
        text, notes = joined.text, [*joined.notes]
        later = after_join(action, self._filters)
        for use in action.filters:
            own = self._filters[use.name]
            if whole := own.each if use in later else own.whole:
                with _blaming(use, action.output):
                    filtered = _checked(whole(FilterInput(action.output, text), dict(use.options), self._fetch))
                trace.rewrite(action.output, own, filtered)
                text = filtered.text
                notes += filtered.notes
        return Filtered(text, tuple(notes))

    def _asset(self, action: Action, filtered: Filtered, trace: Trace) -> Asset:
        scan = self._scanner(action.output)
        references = scan(filtered.text) if scan else ()
        data = filtered.text.encode()
        return Asset(
            action.output,
            data,
            references,
            "" if references else digest(data),
            filtered.notes,
            self._modules and _is_module(action, filtered.text, references),
            self._map(action, filtered.text, references, trace),
        )

    def _map(self, action: Action, text: str, references: tuple[Reference, ...], trace: Trace) -> SourceMap | None:
        """The source map of what was changed, but for a text that names one already."""
        if self._mapper is None or not has_map(action) or any(each.kind == "sourcemap" for each in references):
            return None
        return self._mapper.map(action.output, text, references, trace.origins())

    def _read(self, action: Action, path: str) -> bytes:
        data = self._fetch(path)
        if data is None:
            raise AssetbuildError(f"{path!r}, of which {action.output!r} is made, is not there", Location(path))
        return data


def _is_module(action: Action, text: str, references: Iterable[Reference]) -> bool:
    if action.bundle or extension(action.output) not in _MODULES:
        return False
    if any(reference.kind == "import-static" for reference in references):
        return True
    from .references.js_imports import is_module

    return is_module(text)


@contextmanager
def _blaming(use: FilterUse, path: str) -> Iterator[None]:
    """Whatever a filter raises is told with the filter's name and the place."""
    try:
        yield
    except AssetbuildError:
        raise
    except (Exception, SystemExit) as error:
        raise failure(use.name, error, path) from error


def _checked(filtered: object) -> Filtered:
    """What a filter returned, which may be anyone's, of the right type and as text that UTF-8 can hold."""
    if not isinstance(filtered, Filtered):
        raise TypeError(f"it returned {type(filtered).__name__}, not Filtered")
    filtered.text.encode()
    return filtered


def _undecodable(action: Action, data: bytes, error: UnicodeDecodeError) -> Asset:
    """A text in another encoding goes through as it is, unless it names others: then it would have to be rewritten."""
    where = _place(action.members[0].path, data, error.start)
    message = f"not UTF-8: byte 0x{data[error.start]:02x}"
    scan = scanner_of(action.output)
    if scan and scan(data.decode("latin-1")):
        raise AssetbuildError(f"{message}, in a file whose references must be rewritten", where, _TO_UTF8)
    if extension(action.members[0].path) != extension(action.output):
        raise AssetbuildError(f"{message}, in a file that has to be compiled", where, _TO_UTF8)
    note = Note("warning", f"{message}; the file is passed through as it is", where)
    return Asset(action.output, data, digest=digest(data), notes=(note,))


def _place(path: str, data: bytes, offset: int) -> Location:
    return locate(path, data.decode("latin-1"), offset)
