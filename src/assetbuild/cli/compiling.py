"""What `assetbuild compile` does, without what reads the command line."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..cache import CacheReport, FolderCache, NoCache
from ..config_also import with_also
from ..config_file import load_config
from ..entries.begun import begin
from ..errors import Location
from ..logical import extension
from ..memory import Memory
from ..model import Note
from ..replay import cache_folder
from ..timings import NoTimings, Recorder
from .compile_options import CompileOptions
from .console import count, json_text, note_data, notes_text, on_terminal, print_notes, print_result, size, table

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from ..manifest import Entry
    from ..manifest_entries import Progress
    from ..output.writer import OutputReport
    from ..pipeline import BuildResult

_SHOWN = 20
_ENCODINGS = ("gzip", "br", "zstd")


def run(options: CompileOptions) -> None:
    """Compile the assets into the output folder and write its manifest."""
    if options.check:
        from .compile_check import check_manifest

        check_manifest(options)
        return
    memory = Memory(options.arguments, options.config_file)
    config, folder = load_config(options.config_file, definition=options.definition)
    config = with_also(config, options.also)
    place = None if options.no_cache else cache_folder(folder, options.cache_dir)
    cache = FolderCache(Path(place), options.cache_size, time.time()) if place else NoCache()
    recorder = Recorder(time.perf_counter) if options.profiled or options.trace else None
    begun = begin(config, folder, None, cache, recorder or NoTimings())
    # What the rest of the build needs is imported while esbuild works.
    from ..last_build import NOTHING
    from ..output.writer import OutputReport
    from ..pipeline import compile_assets

    with _progress(on_terminal() and not options.quiet) as progress:
        result = compile_assets(
            config,
            folder,
            workers=options.jobs,
            fast=options.fast,
            cache=cache,
            known=memory.digests(place) if place and not options.force else None,
            last=memory.last(place, os.path.join(folder, config.output)) if place and not options.force else NOTHING,
            timings=recorder,
            progress=progress,
            begun=begun,
        )
    cache.trim()
    notes = [*result.notes, *_cache_notes(cache.report)]
    said = notes_text(notes, options.quiet, options.verbose)
    print_notes(said)
    print_result(_report(result, result.report, options), newline=False)
    if place:
        idle = OutputReport(0, result.report.files, 0, result.report.bytes, False)
        memory.keep(place, result, _report(result, idle, options), said)
    if recorder:
        from .timings import show_timings

        show_timings(recorder.spans, cache.report, options.trace, options.profiled)


def _report(result: BuildResult, report: OutputReport, options: CompileOptions) -> str:
    """What goes to standard output."""
    if options.as_json:
        return json_text(_document(result, report))
    return "" if options.quiet else _summary(result, report, options.verbose) + "\n"


def _cache_notes(report: CacheReport) -> list[Note]:
    notes = []
    if report.refused:
        message = "the cache cannot be written, so that the next build has everything to do again"
        notes.append(Note("warning", message, Location(report.refused)))
    if report.damaged:
        notes.append(
            Note("info", f"{count(report.damaged, 'entry', 'entries')} of the cache were damaged, and made again")
        )
    return notes


@contextmanager
def _progress(shown: bool) -> Iterator[Progress | None]:
    if not shown:
        yield None
        return
    import click

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


def _document(result: BuildResult, report: OutputReport) -> dict[str, Any]:
    return {
        "ok": True,
        "manifest": (result.output / "manifest.json").as_posix(),
        "also": [(result.output / path).as_posix() for path in result.also],
        "changed": report.manifest_changed,
        "files": {"written": report.written, "reused": report.reused},
        "bytes": {"written": report.written_bytes, "reused": report.reused_bytes},
        "assets": {
            name: {"path": entry.path, "size": entry.size, "encodings": dict(entry.encodings)}
            for name, entry in result.entries.items()
        },
        "notes": [note_data(note) for note in result.notes],
    }


def _summary(result: BuildResult, report: OutputReport, verbose: bool) -> str:
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
