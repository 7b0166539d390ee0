"""Other people's tools and style sheets, at pinned versions: `scripts/test` installs them here."""

from pathlib import Path

PACKAGES = Path(__file__).parent / "node_modules"


def package(name: str) -> Path:
    """The folder of that package."""
    folder = PACKAGES / name
    assert folder.is_dir(), (
        f"{name} is not in {PACKAGES}: run `npm ci --legacy-peer-deps --ignore-scripts` in tests/npm"
    )
    return folder


def program(name: str) -> str:
    """The file of that program, as TOML writes a string."""
    file = PACKAGES / ".bin" / name
    assert file.exists(), f"{name} is not in {PACKAGES}: run `npm ci --legacy-peer-deps --ignore-scripts` in tests/npm"
    return str(file)
