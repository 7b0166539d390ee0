"""Whether what `compile` writes means what the sources mean: `python -m benchmarks.check_minified [--corpus DIR]`.

Compiles the corpus without encodings and compares every file with its source, by independent parsers. Prints a table;
exit status 1 where anything was changed. Needs node, for the check only.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from benchmarks import check_css, check_js
from benchmarks.check_js import Pair, Verdict

_PROGRAM = "from assetbuild.cli import main; main()"
_SHOWN = 50
_FINE = ("equal", "passed through", "same tokens")
_KINDS = {
    "JavaScript": (check_js.SUFFIXES, check_js.STATES, check_js.check_js),
    "CSS": (check_css.SUFFIXES, check_css.STATES, check_css.check_css),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare the corpus with what compile makes of it.")
    parser.add_argument("--corpus", type=Path, default=Path(".corpus"), metavar="DIR", help="default: .corpus")
    corpus: Path = parser.parse_args().corpus
    pairs = _compile(corpus)
    failed = False
    for kind, (suffixes, states, check) in _KINDS.items():
        verdicts = check([pair for pair in pairs if pair.source.suffix in suffixes], corpus / "archives")
        _report(kind, states, verdicts, corpus)
        failed |= not verdicts or any(verdict.state not in _FINE for verdict in verdicts)
    sys.exit(failed)


def _compile(corpus: Path) -> list[Pair]:
    """Every source with its artifact."""
    configuration = corpus / "check.toml"
    text = (corpus / "assetbuild.toml").read_text(encoding="utf-8")
    # With imports led to fingerprinted names no module would be equal to its source.
    settings = 'output = "check"\nencodings = []\nmodules = "off"'
    configuration.write_text(text.replace('output = "dist"', settings), encoding="utf-8")
    command = [sys.executable, "-c", _PROGRAM, "compile", "--config", str(configuration), "--json", "--quiet"]
    document = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    assets = document["assets"]
    return [Pair(corpus / "assets" / name, corpus / "check" / assets[name]["path"]) for name in sorted(assets)]


def _report(kind: str, states: Sequence[str], verdicts: Sequence[Verdict], corpus: Path) -> None:
    counts = Counter(verdict.state for verdict in verdicts)
    print(f"{kind}: {len(verdicts)} files")
    for state in states:
        print(f"  {state:<16}{counts[state]:>8}")
    for verdict in [verdict for verdict in verdicts if verdict.state not in _FINE][:_SHOWN]:
        print(f"  {verdict.state}: {Path(verdict.source).relative_to(corpus / 'assets')}: {verdict.why}")


if __name__ == "__main__":
    main()
