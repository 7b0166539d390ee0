"""A web process pays for what it imports: the run time needs the standard library, and little of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import assetbuild

OURS = set(
    """
    assetbuild assetbuild.errors assetbuild.manifest assetbuild.manifest_parts assetbuild.urls assetbuild.runtime
    assetbuild.runtime.inline assetbuild.runtime.lazy assetbuild.runtime.lookup assetbuild.runtime.markup
    assetbuild.runtime.module_graph assetbuild.runtime.near_names assetbuild.runtime.prefix assetbuild.runtime.tags
    assetbuild.runtime.unknown_asset
    """.split()
)
# What these modules of the standard library import in their turn differs from one version of Python to the next.
HEAVY = set(
    "argparse asyncio click difflib email http jinja2 logging pathlib socket subprocess tempfile urllib.request".split()
)
IMPORTS = "import sys; sys.path.insert(0, sys.argv[1]); import {}; print(*sys.modules)"


def modules(name: str) -> set[str]:
    """What an interpreter without site packages has loaded when it has imported `name`."""
    source = str(Path(assetbuild.__file__).parents[1])
    command = [sys.executable, "-I", "-S", "-c", IMPORTS.format(name), source]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def test_run_time_imports_the_standard_library_and_little_of_it() -> None:
    loaded = modules("assetbuild.runtime")
    assert {name for name in loaded if name.startswith("assetbuild")} == OURS
    others = {name.partition(".")[0] for name in loaded - OURS} - {"__main__"}
    assert others <= sys.stdlib_module_names
    assert loaded & HEAVY == set()


def test_package_itself_imports_nothing() -> None:
    assert modules("assetbuild") - modules("sys") == {"assetbuild"}
