from __future__ import annotations

from pathlib import Path

import pytest

_NPM = Path(__file__).parents[1] / "npm" / "node_modules" / ".bin"


@pytest.fixture
def npm_programs() -> str:
    """The folder of the programs that npm installed for the tests."""
    assert _NPM.is_dir(), "run scripts/test once: it installs them"
    return str(_NPM)
