"""Generated sites of 100 to 100,000 files, to see how cost grows."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .measuring import Contender
from .scenarios import compiler
from .set_aside import remover
from .tools import Tools

GROUP = "scaling"
SIZES = (100, 1_000, 10_000, 100_000)
_A_FOLDER = 100
_RULES = 20
_FUNCTIONS = 12


def generate(count: int, into: Path) -> Path:
    """A source root of `count` files: 50 % CSS that refers to SVG, 40 % JavaScript, 10 % SVG, about 2 KB each."""
    root = into / "sites" / f"generated-{count}" / "assets"
    if (root.parent / "stamp").exists():
        return root
    for number in range(count):
        folder = root / f"{number // _A_FOLDER:04}"
        if number % _A_FOLDER == 0:
            folder.mkdir(parents=True, exist_ok=True)
        name, text = _file(number)
        (folder / name).write_text(text, encoding="utf-8")
    (root.parent / "stamp").touch()
    return root


def _file(number: int) -> tuple[str, str]:
    last = number % 10
    if last == 0:
        return f"{number}.svg", _svg(number)
    if last % 2:
        return f"{number}.css", _css(number)
    return f"{number}.js", _js(number)


def _svg(number: int) -> str:
    circles = "\n".join(f'  <circle cx="{index}" cy="{number % 97}" r="{index + 1}"/>' for index in range(_RULES))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">\n{circles}\n</svg>\n'


def _css(number: int) -> str:
    image = f"{number - number % 10}.svg"
    rules = [
        f".part-{number} .item-{index} {{\n  margin: {index}px {number % 13}px;\n  color: #{number % 4096:03x};\n}}"
        for index in range(_RULES)
    ]
    return f'.part-{number} {{\n  background: url("{image}") no-repeat;\n}}\n' + "\n".join(rules) + "\n"


def _js(number: int) -> str:
    functions = [
        f"  function step{index}(value) {{\n    // step {index}\n"
        f'    return value.replace(/[a-z]+/g, "part {number}") + {index};\n  }}'
        for index in range(_FUNCTIONS)
    ]
    return "(function () {\n" + "\n".join(functions) + f'\n  window["part{number}"] = step0;\n}})();\n'


def scaled(into: Path, tools: Tools, work: Path) -> Iterator[Contender]:
    """Cold builds without twins, and builds with nothing changed, at each size."""
    for count in SIZES:
        root = generate(count, into)
        for name in ("cold, no twins", "nothing changed"):
            folder = work / "generated" / f"{count}-{name[:4]}"
            command = compiler(folder, tools, os.path.relpath(root, folder), settings=["encodings = []"])
            made = (folder / "out", folder / ".assetbuild") if name.startswith("cold") else ()
            warm_ups = 1 if made else 2
            yield Contender(GROUP, f"{name}: {count}", command, remover(work, *made), warm_ups=warm_ups)
