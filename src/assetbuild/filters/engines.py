"""What the filters of the smallest output are made with: one build's esbuild, and the browsers to make it for."""

from __future__ import annotations

from typing import NamedTuple

from ..esbuild.tool import Esbuild


class Engines(NamedTuple):
    """`targets` is a browserslist query; `is_mapped` says that source maps are wanted."""

    esbuild: Esbuild
    targets: str
    is_mapped: bool = False
