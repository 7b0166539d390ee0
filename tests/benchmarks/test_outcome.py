"""What a contender did, told from its output."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.corpora import Corpus, list_files
from benchmarks.outcome import Outcome, is_fingerprinted, observe


def _tree(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    root = _tree(tmp_path / "site", {"a.css": "p { background: url(b.png) }", "c.js": "f( 1 )\n", "b.png": "png"})
    return Corpus("tiny", root, list_files(root))


def test_whole_work(corpus: Corpus, tmp_path: Path) -> None:
    files = {"a.1f00ba12.css": "p{background:url(b.0123abcd.png)}", "a.1f00ba12.css.br": "x", "c.8badf00d.js": "f(1)"}
    output = _tree(tmp_path / "out", {**files, "b.0123abcd.png": "png", "manifest.json": "{}"})
    assert observe(output, corpus) == Outcome(
        files=4,
        size=42,
        css=1,
        js=1,
        others=1,
        minified=106,
        fingerprinted=75,
        rewritten=100,
        inlined=0,
        twins={"br": 1},
    )


def test_copies_under_the_old_name_do_not_count_twice(corpus: Corpus, tmp_path: Path) -> None:
    files = {f"{stem}.css": "p { background: url(b.png) }" for stem in ("a", "a.1f00ba12", "a.packed")}
    found = observe(_tree(tmp_path / "out", files | {"a.packed.1f00ba12.css": "p{}"}), corpus)
    assert found.minified == round(100 * 3 / 28)


def test_what_is_inlined_is_no_reference_and_no_text(corpus: Corpus, tmp_path: Path) -> None:
    found = observe(_tree(tmp_path / "out", {"a.css": 'p{background:url("data:image/png;base64,AAAA")}'}), corpus)
    assert (found.inlined, found.rewritten, found.minified) == (1, 0, round(100 * 14 / 28))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("css/app.3f2a9c1b7d4e.css", True, id="hexadecimal"),
        pytest.param("app-B3_OXsSd.js", True, id="letters"),
        pytest.param("app.css", False, id="plain"),
        pytest.param("fa-brands-400.woff2", False, id="a source's name"),
        pytest.param("icon.png?1f00ba12cafe#x", True, id="query"),
        pytest.param("fa-brands-400.woff2?iefix", False, id="short query"),
    ],
)
def test_fingerprints_are_told_from_names(path: str, expected: bool) -> None:
    assert is_fingerprinted(path, {"fa-brands-400.woff2", "icon.png"}) is expected
