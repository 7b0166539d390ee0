"""`assetbuild compile`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..config_file import load_config
from ..logical import extension
from ..manifest import Entry
from ..pipeline import BuildResult, Progress, compile_assets
from .console import count, note_data, on_terminal, print_json, print_result, show_notes, size, table
from .options import common_options

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_SHOWN = 20
_ENCODINGS = ("gzip", "br", "zstd")


@click.command("compile")
@click.option("--jobs", "-j", type=click.IntRange(1), default=None, help="Threads; by default one a processor.")
@common_options
def compile_command(jobs: int | None, config_file: str | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Compile the assets into the output folder and write its manifest."""
    config, folder = load_config(config_file)
    with _progress(on_terminal() and not quiet) as progress:
        result = compile_assets(config, folder, workers=jobs or 0, progress=progress)
    show_notes(result.notes, quiet, verbose)
    if as_json:
        print_json(_document(result))
    elif not quiet:
        print_result(_summary(result, verbose))


@contextmanager
def _progress(shown: bool) -> Iterator[Progress | None]:
    if not shown:
        yield None
        return
    bars: list[ProgressBar[Any]] = []

    def advance(done: int, total: int) -> None:
        if not bars:
            bars.append(click.progressbar(length=total, label="compiling", file=sys.stderr))
            bars[0].__enter__()
        bars[0].update(done - bars[0].pos)

    try:
        yield advance
    finally:
        for bar in bars:
            bar.__exit__(None, None, None)


def _document(result: BuildResult) -> dict[str, Any]:
    report = result.report
    return {
        "ok": True,
        "manifest": (result.output / "manifest.json").as_posix(),
        "changed": report.manifest_changed,
        "files": {"written": report.written, "reused": report.reused},
        "bytes": {"written": report.written_bytes, "reused": report.reused_bytes},
        "assets": {
            name: {"path": entry.path, "size": entry.size, "encodings": dict(entry.encodings)}
            for name, entry in result.entries.items()
        },
        "notes": [note_data(note) for note in result.notes],
    }


def _summary(result: BuildResult, verbose: bool) -> str:
    entries = result.entries
    lines = []
    if entries:
        by_name = verbose or len(entries) <= _SHOWN
        groups = {name: [entry] for name, entry in entries.items()} if by_name else _by_type(entries)
        found = {encoding for entry in entries.values() for encoding in entry.encodings}
        encodings = [encoding for encoding in _ENCODINGS if encoding in found]
        rows = [_row(name, group, encodings, by_name) for name, group in groups.items()]
        if len(rows) > 1:
            rows.append(_row("total", list(entries.values()), encodings, False))
        lines.append(table(["asset" if by_name else "assets", "raw", *encodings], rows))
        lines.append("")
    report = result.report
    state = "written" if report.manifest_changed else "unchanged"
    lines.append(
        f"{count(len(entries), 'asset')} in {result.output.as_posix()}: {count(report.written, 'file')} written, "
        f"{report.reused:,} reused, manifest {state}"
    )
    return "\n".join(lines)


def _by_type(entries: dict[str, Entry]) -> dict[str, list[Entry]]:
    groups: dict[str, list[Entry]] = {}
    for name, entry in entries.items():
        groups.setdefault(extension(name).lstrip(".") or "(none)", []).append(entry)
    return dict(sorted(groups.items()))


def _row(name: str, group: list[Entry], encodings: list[str], alone: bool) -> list[str]:
    label = name if alone else f"{len(group)} {name}"
    cells = [size(sum(entry.size for entry in group))]
    for encoding in encodings:
        # What has no twin is served as it is.
        twins = [entry.encodings.get(encoding) for entry in group]
        missing = alone and twins[0] is None
        total = sum(entry.encodings.get(encoding, entry.size) for entry in group)
        cells.append("–" if missing else size(total))
    return [label, *cells]
