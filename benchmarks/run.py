"""The benchmark: `python benchmarks/run.py [--corpus small|medium|large] [--only WORD] [--rounds N]`.

Lays the corpora out, installs the peers, runs everything in turn and writes `results.json` and tables.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
if __name__ == "__main__":
    sys.path[0] = str(_ROOT)

from benchmarks import contenders, corpora, scaling, scenarios, tables  # noqa: E402
from benchmarks.measuring import Contender, Result, measure  # noqa: E402
from benchmarks.outcome import observe  # noqa: E402
from benchmarks.peers import PEERS  # noqa: E402
from benchmarks.set_aside import delete_what_was_set_aside, set_aside  # noqa: E402
from benchmarks.tools import Tools, install  # noqa: E402

_RUNTIME_COSTS = Path(__file__).with_name("runtime_costs.py")
_SCALING = "scaling"
_RUNTIME = "runtime"
_CHOICES = (*corpora.NAMES, _SCALING, _RUNTIME)


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    into: Path = options.into.absolute()
    into.mkdir(parents=True, exist_ok=True)
    tools = install(into / "tools")
    document = _read(options.results) if options.add else {}
    document |= {"machine": machine(), "versions": tools.versions(), "missing": dict(tools.missing)}
    for part in options.corpus or _CHOICES:
        document[part] = _measure_part(part, into, tools, options)
        options.results.parent.mkdir(parents=True, exist_ok=True)
        options.results.write_text(json.dumps(document, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        print(tables.part(part, document), flush=True)
    delete_what_was_set_aside(into / "work")
    print(f"results are in {options.results}; python benchmarks/report.py makes docs/benchmarks.md of them")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare assetbuild with its peers, and measure it by itself.")
    parser.add_argument("--corpus", action="append", choices=_CHOICES, help="may be repeated; default: all")
    parser.add_argument("--only", action="append", default=[], metavar="WORD", help="contenders with it in their name")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="at most, beside a warm-up; default: 7")
    parser.add_argument("--into", type=Path, default=_ROOT / ".corpus", metavar="DIR", help="default: .corpus")
    parser.add_argument("--results", type=Path, default=_ROOT / ".corpus" / "results.json", metavar="FILE")
    parser.add_argument("--add", action="store_true", help="keep what the results file has of other corpora")
    return parser.parse_args(arguments)


def _read(file: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    return document


def _measure_part(part: str, into: Path, tools: Tools, options: argparse.Namespace) -> dict[str, Any]:
    work = into / "work"
    if part == _RUNTIME:
        command = [tools.python("assetbuild"), str(_RUNTIME_COSTS)]
        found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        return found
    print(f"{part}:", flush=True)
    if part == _SCALING:
        set_aside(work, work / "generated")
        chosen = _chosen(list(scaling.scaled(into, tools, work)), options.only)
        return {"results": [_row(result) for result in measure(chosen, options.rounds, say=_say)]}
    return _measure_corpus(corpora.lay_out(part, into), tools, work, options)


def _measure_corpus(corpus: corpora.Corpus, tools: Tools, work: Path, options: argparse.Namespace) -> dict[str, Any]:
    set_aside(work, work / corpus.name)
    chosen = _chosen(
        [
            *contenders.compared(PEERS, corpus, tools, work),
            *contenders.floors(corpus, tools, work),
            *scenarios.scenarios(corpus, tools, work),
        ],
        options.only,
    )
    outcomes = {}

    def look(contender: Contender) -> None:
        if contender.output:
            outcomes[contender.group, contender.name] = asdict(observe(contender.output, corpus))

    results = measure(chosen, options.rounds, look, _say)
    return {
        "files": len(corpus.files),
        "size": corpus.size,
        "css": len(corpus.of(".css")),
        "js": len(corpus.of(".js")),
        "results": [
            _row(result) | {"outcome": outcomes.get((result.contender.group, result.contender.name))}
            for result in results
        ],
    }


def _chosen(all_of_them: list[Contender], only: list[str]) -> list[Contender]:
    """Those with one of the words in their group or name, or all."""
    words = [word.lower() for word in only]
    return [one for one in all_of_them if not words or any(word in f"{one.group} {one.name}".lower() for word in words)]


def _row(result: Result) -> dict[str, Any]:
    contender = result.contender
    samples = [asdict(sample) for sample in result.samples]
    return {
        "group": contender.group,
        "name": contender.name,
        "samples": samples,
        "failure": result.failure.replace(str(_ROOT), "."),
    }


def _say(line: str) -> None:
    print(line, flush=True)


def machine() -> dict[str, str]:
    """The machine in general terms."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "memory": f"{memory / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


if __name__ == "__main__":
    main()
