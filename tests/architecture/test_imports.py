"""The house: a module imports only from what stands before it, and the lower floors touch no disk."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

SRC = Path(__file__).parents[2] / "src" / "assetbuild"

# Modules and packages from the ground up; each may import from those before it, on its own floor and below.
FLOORS: dict[str, tuple[str, ...]] = {
    "0 contracts": ("errors", "urls", "manifest_parts", "manifest"),
    "R run time": ("runtime",),
    "1 words": (
        "patterns",
        "logical",
        "model",
        "globs",
        "modules",
        "media_types",
        "encodings",
        "twin_codecs",
        "fingerprint",
        "graph",
        "known_places",
        "toml_places",
        "esbuild",
        "origin",
        "other_manifests",
        "config",
        "config_examples",
        "value_reader",
        "config_also",
        "config_esbuild",
        "config_bundles",
        "config_groups",
        "config_importmap",
        "config_inline",
        "config_sourcemaps",
        "config_reader",
        "references",
        "joining",
        "sourcemaps",
        "filters",
        "inlining",
    ),
    "2 pure phases": (
        "bundles",
        "plan",
        "filter_order",
        "resolve",
        "link",
        "keys",
        "stored",
        "server_config",
        "staleness",
        "last_build",
        "manifest_entries",
        "also",
    ),
    "3 work": ("compile", "build", "cached", "twins", "timings", "timing_totals", "timed"),
    "4 disk": (
        "unchanged",
        "templates",
        "starter",
        "django_root",
        "definitions",
        "config_file",
        "source_roots",
        "source_walk",
        "input_files",
        "sources",
        "packages",
        "source_bytes",
        "output",
        "places",
        "cache",
        "replay",
        "processes",
        "entries",
        "workers",
    ),
    "5 wiring": ("found_filters", "sharing", "prepared", "pipeline", "memory", "watching", "devserver"),
    "6 command line": ("cli", "__main__"),
}
ROOMS = [room for rooms in FLOORS.values() for room in rooms]
PURE = [room for floor in ("0 contracts", "1 words", "2 pure phases", "3 work") for room in FLOORS[floor]]

IO_MODULES = frozenset("os subprocess time random locale socket pathlib shutil tempfile io glob".split())
# What launches tools and gives them files, or finds the user's own modules, and the one function that opens a manifest.
IO_ALLOWED = {
    "esbuild/binary.py": {"os", "shutil", "subprocess"},
    "esbuild/collecting.py": {"os"},
    "esbuild/service.py": {"os", "subprocess"},
    "esbuild/tool.py": {"os"},
    "esbuild/version_lock.py": {"os"},
    "filters/webassets_bridge.py": {"os", "io"},
    "filters/webassets_context.py": {"os"},
    "filters/webassets_options.py": {"os"},
    "filters/own_modules.py": {"os"},
    "filters/children.py": {"os", "subprocess"},
    "filters/command/engine.py": {"os", "shutil", "subprocess", "tempfile"},
    "filters/sass/compiler.py": {"tempfile"},
    "filters/sass/engine.py": {"os", "subprocess"},
    "manifest.py": {"os"},
}
OPENS_ALLOWED = {
    "esbuild/collecting.py": 1,
    "esbuild/version_lock.py": 2,
    "filters/command/engine.py": 2,
    "manifest.py": 1,
}


def modules() -> list[Path]:
    return sorted(SRC.rglob("*.py"))


def name_of(file: Path) -> str:
    parts = file.relative_to(SRC).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path) -> Iterator[tuple[str, int]]:
    """The dotted names that a module imports, inside of functions too; ours without `assetbuild`, with a dot before."""
    package = list(file.relative_to(SRC).parts[:-1])
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name.replace("assetbuild.", "."), node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            whole = ".".join([*base, *(node.module or "").split(".")]).strip(".")
            ours = bool(node.level) or (node.module or "").startswith("assetbuild")
            for alias in node.names:
                yield (("." + resolve(whole.removeprefix("assetbuild."), alias.name)) if ours else whole), node.lineno


def resolve(module: str, name: str) -> str:
    """`module.name` where that is a module, else `module`."""
    path = SRC.joinpath(*module.split(".")) if module else SRC
    dotted = f"{module}.{name}".strip(".")
    return dotted if (path / f"{name}.py").exists() or (path / name / "__init__.py").exists() else module


def test_every_module_has_a_place_in_the_house() -> None:
    rooms = {name_of(file).split(".")[0] for file in modules()} - {""}
    assert rooms - set(ROOMS) == set()
    assert set(ROOMS) - rooms <= {"__main__"}


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_imports_go_down(file: Path) -> None:
    room = name_of(file).split(".")[0]
    for target, line in imports(file):
        if not target.startswith("."):
            continue
        other = target[1:].split(".")[0]
        if room == "" or other in ("", room, "__version__"):
            continue
        assert ROOMS.index(other) < ROOMS.index(room), f"{file.name}:{line} imports {target}"
        if room == "runtime":
            assert other in FLOORS["0 contracts"], f"{file.name}:{line} imports {target}"


def test_modules_import_each_other_in_no_circle() -> None:
    graph = {
        name_of(file): {target[1:] for target, _ in imports(file) if target.startswith(".") and target != "."}
        for file in modules()
        if file.name != "__init__.py"
    }
    for name, targets in graph.items():
        targets.discard(name)
    list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("file", [file for file in modules() if name_of(file).split(".")[0] in PURE], ids=name_of)
def test_lower_floors_touch_no_disk(file: Path) -> None:
    name = file.relative_to(SRC).as_posix()
    found = {target.split(".")[0] for target, _ in imports(file) if not target.startswith(".")}
    assert found & IO_MODULES <= IO_ALLOWED.get(name, set())
    opens = [
        node
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
    ]
    assert len(opens) == OPENS_ALLOWED.get(name, 0)


def test_package_itself_holds_its_version_and_nothing_else() -> None:
    body = ast.parse((SRC / "__init__.py").read_text()).body
    assert [type(node) for node in body] == [ast.Expr, ast.Assign]


@pytest.mark.parametrize("file", modules(), ids=name_of)
def test_module_is_small(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 300
