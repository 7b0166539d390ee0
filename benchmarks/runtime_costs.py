"""What the run time costs: `python runtime_costs.py` where assetbuild is installed prints one JSON document.

For manifests of several sizes: the median time to load one, its peak and lasting memory, a look-up's time. For Jinja:
a page with the filter on constants against the same page with the URLs written out.
"""

from __future__ import annotations

import json
import tempfile
import timeit
import tracemalloc
from pathlib import Path
from statistics import median

from jinja2 import Environment

from assetbuild.manifest import Entry, manifest_bytes
from assetbuild.runtime import Manifest
from assetbuild.runtime.jinja import add_assets

_SIZES = (1_000, 10_000, 100_000)
_LOADS = 15
_LOOKUPS = 1_000_000
_ON_A_PAGE = 40
_RENDERS = 3_000
_ROUNDS = 5


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"manifests": [_manifest(Path(folder), count) for count in _SIZES], "jinja": _jinja(folder)}))


def _manifest(folder: Path, count: int) -> dict[str, float]:
    file = folder / "manifest.json"
    file.write_bytes(manifest_bytes("/static/", _entries(count)))
    times = timeit.repeat(lambda: Manifest.load(file), number=1, repeat=_LOADS)
    assets = Manifest.load(file)
    names = assets.names()
    first = timeit.timeit(lambda: [assets.url(name) for name in names[:1000]], number=1) / min(1000, count)
    name = names[count // 2]
    known = min(timeit.repeat("url(name)", number=_LOOKUPS // _ROUNDS, repeat=_ROUNDS, globals=_names(assets, name)))
    lasting, peak = _memory(file)
    return {
        "assets": count,
        "size": file.stat().st_size,
        "load_seconds": median(times),
        "load_least_seconds": min(times),
        "load_most_seconds": max(times),
        "lasting_bytes": lasting,
        "peak_bytes": peak,
        "first_url_seconds": first,
        "url_seconds": known / (_LOOKUPS // _ROUNDS),
    }


def _names(assets: Manifest, name: str) -> dict[str, object]:
    return {"url": assets.url, "name": name}


def _memory(file: Path) -> tuple[int, int]:
    tracemalloc.start()
    assets = Manifest.load(file)
    found = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del assets
    return found


def _entries(count: int) -> dict[str, Entry]:
    entries = {}
    for number in range(count):
        stem = f"part-{number % 100}/component-{number:06}"
        entries[f"{stem}.css"] = Entry(
            f"{stem}.{number:012x}.css",
            18_211 + number,
            "text/css",
            "sha384-" + f"{number:064}",
            {"br": 3_302 + number, "gzip": 3_911 + number},
            ("fonts/inter.woff2", f"img/part-{number % 100}.png"),
        )
    return entries


def _jinja(folder: str) -> dict[str, float]:
    environment = Environment()
    file = Path(folder, "page.json")
    file.write_bytes(manifest_bytes("/static/", _entries(_ON_A_PAGE)))
    assets = add_assets(environment, Manifest.load(file))
    names = [f"part-{number}/component-{number:06}.css" for number in range(_ON_A_PAGE)]
    pages = {
        "filter_seconds": "\n".join(f"<link href={{{{ {name!r} | asset_url }}}}>" for name in names),
        "global_seconds": "\n".join(f"<link href={{{{ asset_url({name!r}) }}}}>" for name in names),
        "literal_seconds": "\n".join(f"<link href={assets.url(name)}>" for name in names),
    }
    templates = {key: environment.from_string(text) for key, text in pages.items()}
    assert len({template.render() for template in templates.values()}) == 1
    times = {
        key: min(timeit.repeat(template.render, number=_RENDERS, repeat=_ROUNDS)) / _RENDERS
        for key, template in templates.items()
    }
    return {"urls": _ON_A_PAGE, **times}


if __name__ == "__main__":
    main()
