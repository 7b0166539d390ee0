"""Random programs through the minifier, judged by acorn: `python -m benchmarks.fuzz_js [--programs N] [--seed S]`.

Exit status 1 where a valid program was changed, or has other tokens by our scanner than by acorn. Needs node.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.filters.js_programs import program

from assetbuild.filters.rjsmin import minify
from assetbuild.filters.rjsmin_hazards import may_be_hazardous
from assetbuild.references.scan_error import HtmlLikeComment, ScanError
from benchmarks.check_js import ask, token_digest

_BATCH = 10_000
_SHOWN = 20


def main() -> None:
    parser = argparse.ArgumentParser(description="Minify random programs and compare their syntax trees.")
    parser.add_argument("--programs", type=int, default=200_000, metavar="N", help="default: 200000")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="default: 1")
    parser.add_argument("--tools", type=Path, default=Path(".corpus/archives"), metavar="DIR", help="where acorn goes")
    options = parser.parse_args()
    options.tools.mkdir(parents=True, exist_ok=True)
    random = Random(options.seed)
    counts: Counter[str] = Counter()
    for start in range(0, options.programs, _BATCH):
        questions = list(_questions(random, min(_BATCH, options.programs - start)))
        for question, verdict in zip(questions, ask(questions, options.tools), strict=True):
            state = verdict.state
            counts[state] += 1
            counts["by rjsmin"] += state == "equal" and not may_be_hazardous(question["before"])
            if state not in ("equal", "not valid", "refused", "passed through") and counts["shown"] < _SHOWN:
                counts["shown"] += 1
                print(f"{state}: {question['before']!r}\n  became {question['after']!r}\n  {verdict.why}")
    counts.pop("shown", None)
    print(", ".join(f"{state}: {count}" for state, count in sorted(counts.items())))
    sys.exit(bool(counts["changed"] + counts["unparsable"] + counts["tokens differ"] + counts["licence lost"]))


def _questions(random: Random, count: int) -> Iterator[dict[str, str]]:
    for _ in range(count):
        before = program(random)
        try:
            yield {"before": before, "after": minify(before), "tokens": token_digest(before) or ""}
        except HtmlLikeComment:
            yield {"before": before, "after": before}
        except ScanError as error:
            # Valid to acorn, it is a fault of our scanner: then the digests differ.
            yield {"before": before, "after": before, "tokens": error.message}


if __name__ == "__main__":
    main()
