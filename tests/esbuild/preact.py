"""Preact, the package that the sample app is built with: `python -m tests.esbuild.preact` fetches it with npm, once."""

from __future__ import annotations

from pathlib import Path

from benchmarks.corpus import Package, fetch, unpack

ARCHIVES = Path(__file__).parents[2] / ".esbuild"
PREACT = Package(
    "preact",
    "11.2.0",
    "sha512-/HfHI/7N84e6GrWBJ3J280z3mLaRJiDcSvj/A+y/4AbLnND/1UlGHe1sR6oYuTGwId0nP7dqDU9OnLxMPZ7xBg==",
)


def install(node_modules: Path) -> None:
    """Put the package into that folder, from the archive that was fetched before."""
    node_modules.mkdir()
    unpack(PREACT, ARCHIVES / PREACT.archive, node_modules.parent).rename(node_modules / "preact")


if __name__ == "__main__":
    ARCHIVES.mkdir(exist_ok=True)
    fetch(PREACT, ARCHIVES)
