"""What the filters of the smallest output are made with: one build's esbuild, and the browsers to make it for."""

from __future__ import annotations

from dataclasses import dataclass

from ..esbuild.tool import Esbuild


@dataclass(frozen=True, slots=True)
class Engines:
    """`targets` is a browserslist query; `is_mapped` says that source maps are wanted."""

    esbuild: Esbuild
    targets: str
    is_mapped: bool = False
