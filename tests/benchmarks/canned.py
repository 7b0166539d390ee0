"""A run's results as benchmarks/run.py writes them."""

from __future__ import annotations

from typing import Any


def outcome(**changes: Any) -> dict[str, Any]:
    """What a program that does all of assetbuild's work leaves."""
    whole = {"files": 14, "size": 477_000, "css": 5, "js": 4, "others": 5, "minified": 67, "fingerprinted": 93}
    return whole | {"rewritten": 100, "inlined": 0, "twins": {}} | changes


def row(group: str, name: str, *walls: float, failure: str = "", **more: Any) -> dict[str, Any]:
    """A contender's row: a sample for each wall time, with half of it as CPU time and 20 MB."""
    samples = [{"wall": wall, "cpu": wall / 2, "memory": more.get("memory", 20_000_000)} for wall in walls]
    return {"group": group, "name": name, "samples": samples, "failure": failure, "outcome": more.get("outcome")}


def corpus(*rows: dict[str, Any]) -> dict[str, Any]:
    """A corpus of 13 files."""
    return {"files": 13, "size": 647_593, "css": 5, "js": 4, "results": list(rows)}


def document(**parts: Any) -> dict[str, Any]:
    """A results file."""
    machine = {"cores": "2", "processor": "A CPU", "memory": "24 GiB", "system": "Linux x86_64", "python": "3.11.7"}
    return {"machine": machine, "versions": {"webassets": "3.0.0", "bun": "1.4.5"}, "missing": {}, **parts}
