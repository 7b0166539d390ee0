"""What is to be done, as data: one action for each asset."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from .bundles import ALL_MINIFIERS, default_filters, filter_use
from .config import Config
from .errors import Location, UsageError
from .filters.sass.candidates import is_partial, is_sass
from .filters.underscore import is_template
from .globs import compile_glob, compile_globs
from .logical import extension, fold
from .model import Action, Bundle, FilterUse, Member, Note, Part, Plan

_COMPILED = frozenset((".jsx", ".ts", ".mts", ".cts", ".tsx"))


def make_plan(config: Config, sources: Collection[str], bundles: Iterable[Bundle]) -> Plan:
    """The actions for all bundles and for every source that is not excluded, sorted by output.

    A Sass file becomes the style sheet of its name, unless it is a partial or in a bundle; a source or a bundle that
    has that path already takes its place, as a bundle does of a source. Raises UsageError for a bundle that differs
    from another asset only in case, and for an `exclude` that names a folder and so excludes nothing.
    """
    _refuse_folders(config, sources)
    excluded = compile_globs(config.exclude)
    emitted = [
        path for path in sources if not (excluded and excluded.fullmatch(path)) and not is_compiled_away(config, path)
    ]
    bundles = tuple(bundles)
    bundled = {path for bundle in bundles for path in bundle.members}
    by_output = _sheets(config, (path for path in emitted if is_sass(path) and path not in bundled))
    by_output |= {path: _copy(path, default_filters(config, path)) for path in emitted if not is_sass(path)}
    by_output |= {bundle.path: _bundle(config, bundle) for bundle in bundles}
    _refuse_twins(config, by_output)
    return Plan(tuple(by_output[path] for path in sorted(by_output)))


def is_compiled_away(config: Config, path: str) -> bool:
    """Whether the source is of a language that no browser reads, in a project whose entry points are made of such."""
    return bool(config.entries) and extension(path) in _COMPILED


def plan_files(config: Config, paths: Iterable[str]) -> Plan:
    """The actions for sources that others turned out to need, whatever `exclude` says of them."""
    return Plan(tuple(_copy(path, default_filters(config, path)) for path in sorted(paths)))


def shadowed(plan: Plan, sources: Collection[str]) -> Iterator[Note]:
    """A warning for each Sass file in whose place the style sheet of its name, which is there too, is taken."""
    by_output = {action.output: action for action in plan.actions}
    for path in sources:
        action = by_output.get(_sheet(path)) if is_sass(path) else None
        if action and not action.bundle and action.members[0].path == action.output:
            message = f"it is not compiled: {action.output!r} is there already, and is taken instead"
            yield Note("warning", message, Location(path))


def _sheet(path: str) -> str:
    return path[: -len(extension(path))] + ".css"


def is_minified(path: str) -> bool:
    """Whether the file's name says that its vendor minified it: `jquery.min.js`, `app.min.css`."""
    return ".min." in path.rsplit("/", 1)[-1].lower()


def member_of(path: str, filters: tuple[FilterUse, ...]) -> Member:
    """A source as a member of what has these filters: what its vendor minified is not minified again."""
    if is_minified(path):
        filters = tuple(use for use in filters if (use.kind or use.name) not in ALL_MINIFIERS)
    return Member(path, filters)


def _member(config: Config, bundle: Bundle, path: str, around: tuple[FilterUse, ...]) -> Member:
    """A member; one in another language is compiled, unless the bundle, or the part `around` it, names filters that may
    be for that."""
    member = member_of(path, bundle.filters)
    compiler = compiler_of(bundle.path, path)
    if compiler and all((use.kind or use.name) in ALL_MINIFIERS for use in (*bundle.filters, *around)):
        return Member(path, (filter_use(config, compiler), *member.filters))
    return member


def compiler_of(output: str, path: str) -> str:
    """The filter that makes a member fit for its bundle; empty where it is so already, or nothing is known of it."""
    if extension(output) == ".css" and is_sass(path):
        return "sass"
    return "underscore" if extension(output) == ".js" and is_template(path) else ""


def _refuse_folders(config: Config, sources: Collection[str]) -> None:
    for index, pattern in enumerate(config.exclude):
        within = pattern.strip("/") + "/**"
        if _finds(within, sources) and not _finds(pattern, sources):
            message = f"`exclude` names the folder {pattern!r}, which excludes no file"
            raise UsageError(message, config.where("exclude", index), f"write {within!r}")


def _finds(pattern: str, sources: Iterable[str]) -> bool:
    compiled = compile_glob(pattern)
    return any(map(compiled.fullmatch, sources))


def _refuse_twins(config: Config, outputs: Iterable[str]) -> None:
    folds: dict[str, str] = {}
    places = {bundle.path: bundle.where for bundle in config.bundles}
    for path in outputs:
        twin = folds.setdefault(fold(path), path)
        if twin != path:
            message = f"{path!r} and {twin!r} differ only in case: some file systems take them for one file"
            raise UsageError(message, places.get(path), "rename one of them")


def _copy(path: str, filters: tuple[FilterUse, ...]) -> Action:
    return Action(path, (member_of(path, filters),), () if is_minified(path) else filters, bundle=False)


def _sheets(config: Config, paths: Iterable[str]) -> dict[str, Action]:
    """The actions of the Sass files that are no partials, by output."""
    found: dict[str, Action] = {}
    for path in paths:
        if is_partial(path):
            continue
        output = _sheet(path)
        if output in found:
            message = f"{path!r} and {found[output].members[0].path!r} both become {output!r}"
            raise UsageError(message, Location(path), "rename one of them, or leave it out with `exclude`")
        copied = _copy(path, default_filters(config, output))
        filters = (filter_use(config, "sass"), *copied.filters)
        found[output] = Action(output, (Member(path, filters),), filters, bundle=False)
    return found


def _bundle(config: Config, bundle: Bundle) -> Action:
    members = tuple(
        _member(config, bundle, path, _around(index, bundle.parts)) for index, path in enumerate(bundle.members)
    )
    return Action(bundle.path, members, bundle.filters, bundle=True, parts=bundle.parts)


def _around(index: int, parts: Iterable[Part]) -> tuple[FilterUse, ...]:
    """The filters of the parts that the member of that number is in."""
    for part in parts:
        if part.start <= index < part.stop:
            return (*part.filters, *_around(index - part.start, part.parts))
    return ()
