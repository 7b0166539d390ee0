"""The real Rails, from Debian's packages: what its helpers give for all cases, by one run of Ruby."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

_PROGRAM = Path(__file__).parent / "render.rb"


class Case(NamedTuple):
    """A call of a helper, its options by their names in Ruby, and settings of the view: `asset_host`, `no_request`."""

    helper: str
    arguments: tuple[object, ...] = ()
    options: Mapping[str, object] = {}
    settings: Mapping[str, object] = {}


def rendered(folder: Path, cases: Iterable[Case]) -> list[Any]:
    """What Rails gives, with the manifest of Sprockets in that folder; `{"error": CLASS}` where it raises."""
    command = ["ruby", str(_PROGRAM), str(folder)]
    process = subprocess.run(command, input=json.dumps([*cases]), capture_output=True, text=True, check=False)
    assert process.returncode == 0, process.stderr
    found: list[Any] = json.loads(process.stdout)
    return found
