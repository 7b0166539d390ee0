"""esbuild collects garbage only where memory is short."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assetbuild.esbuild.collecting import collecting

GIB = 1 << 30


@pytest.mark.parametrize(
    ("machine", "container", "limit"),
    [
        pytest.param(64 * GIB, None, GIB, id="large machine"),
        pytest.param(2 * GIB, None, GIB // 2, id="small machine"),
        pytest.param(64 * GIB, "max\n", GIB, id="container without a limit"),
        pytest.param(64 * GIB, f"{512 << 20}\n", 128 << 20, id="small container"),
        pytest.param(None, None, GIB, id="system that does not tell"),
    ],
)
def test_limit_is_a_quarter_of_the_memory_and_a_gigabyte_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: int | None, container: str | None, limit: int
) -> None:
    if machine is None:
        monkeypatch.delattr(os, "sysconf")
    else:
        monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": machine // 4096}.__getitem__)
    if container is not None:
        (tmp_path / "memory.max").write_text(container)
    assert collecting(str(tmp_path / "memory.max")) == {"GOGC": "off", "GOMEMLIMIT": str(limit)}
