"""What did not change is neither read nor linked nor written again, and the output is that of a clean build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random
from textwrap import dedent

import pytest

from assetbuild import last_build, prepared, source_bytes, unchanged
from assetbuild.errors import Location
from assetbuild.last_build import NOTHING, LastBuild, Made, dump, load
from assetbuild.manifest import Entry, ManifestFile
from assetbuild.model import Note
from tests.sites import Site

_SITE: dict[str, str | bytes] = {
    "css/a.css": "@import 'b.css'; .a { background: url(../img/x.svg) }",
    "css/b.css": ".b { src: url(../fonts/f.woff2); background: url(c.svg) }",
    "css/c.svg": "<svg xmlns='http://www.w3.org/2000/svg'><image href='d.svg'/></svg>",
    "css/d.svg": "<svg xmlns='http://www.w3.org/2000/svg'><image href='c.svg'/></svg>",
    "css/e.css": ".e { color: red }" * 20,
    "fonts/f.woff2": b"font",
    "img/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "js/a.js": "export const a = 1; " * 20,
    "js/b.js": "import { a } from './a.js'; import('./c.js'); console.log(a)",
    "js/c.js": "import './b.js'; console.log(1)",
    "lone/x.css": ".x { background: url(gone.png) }",
}
_CONFIG = """
    encodings = ["gzip"]
    allow-missing = ["lone/**"]
    [bundles."all.css"]
    contents = ["css/e.css", "css/b.css"]
"""


@pytest.fixture(autouse=True)
def _trust_young_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sources are as young as the test; a build long after would trust them."""
    monkeypatch.setattr(unchanged, "TICK", 0)


@contextmanager
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the sources that are read."""
    files: list[str] = []

    def reading(file: str) -> bytes:
        files.append(os.path.basename(file))
        return source_bytes.read_file(file)

    with monkeypatch.context() as patch:
        patch.setattr(prepared, "read_file", reading)
        yield files


def named(site: Site) -> dict[str, bytes]:
    """The manifest, and all files that it names."""
    paths = ["manifest.json"]
    for entry in entries(site):
        paths += [entry.path, *(f"{entry.path}.gz" for _ in entry.encodings)]
    return {path: (site.output / path).read_bytes() for path in paths}


def entries(site: Site) -> list[Entry]:
    manifest = ManifestFile.load(str(site.output / "manifest.json"))
    return [manifest.entry(name) for name in sorted(manifest.names())]


def clean(site: Site) -> Mapping[str, bytes]:
    """What a build makes that knows of no other."""
    other = Site(config=(site.folder / "assetbuild.toml").read_text())
    shutil.rmtree(other.folder / "assets")
    shutil.copytree(site.folder / "assets", other.folder / "assets")
    other.compile("--no-cache").succeeds()
    return named(other)


_MAPPED = f"sourcemaps = true\n{dedent(_CONFIG)}"


@pytest.mark.parametrize("config", [_CONFIG, _MAPPED], ids=["no maps", "maps"])
def test_only_what_changed_and_what_names_it_is_read_and_written(monkeypatch: pytest.MonkeyPatch, config: str) -> None:
    site = Site(_SITE, config=config)
    site.compile("--json").succeeds()
    site.write({"assets/img/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>"})
    with read(monkeypatch) as files:
        run = site.compile("--json").succeeds()
    assert sorted(files) == ["x.svg"]
    # The map depends on the length of the name alone.
    assert run.json["files"]["written"] == 2
    assert named(site) == clean(site)
    run.site.run("verify", "--sources").succeeds(stderr="")


def test_map_that_is_gone_is_made_again_with_its_asset() -> None:
    site = Site(_SITE, config=_MAPPED)
    artifact = site.output / site.compile().succeeds().entry("js/a.js.map").path
    artifact.unlink()
    site.write({"assets/fonts/f.woff2": "another"})
    site.compile().succeeds()
    assert artifact.exists()
    assert named(site) == clean(site)


_EDITS: list[tuple[str, Callable[[Site, Random], None]]] = [
    ("picture", lambda site, random: _write(site, "img/x.svg", f"<svg xmlns='x'><!--{random.random()}--></svg>")),
    ("font", lambda site, random: _write(site, "fonts/f.woff2", str(random.random()))),
    ("member of a circle", lambda site, random: _write(site, "css/d.svg", _svg("c.svg", random))),
    ("circle broken", lambda site, random: _write(site, "css/d.svg", _svg("../img/x.svg", random))),
    ("imported sheet", lambda site, random: _write(site, "css/b.css", f".b{{order:{random.randrange(9)}}}")),
    ("references changed", lambda site, random: _write(site, "css/e.css", f".e{{src:url(../js/{_one(random)}.js)}}")),
    ("module", lambda site, random: _write(site, "js/a.js", f"export const a = {random.randrange(9)}")),
    ("module of a circle", lambda site, random: _write(site, "js/c.js", f"import './b.js'; f({random.randrange(9)})")),
    ("missing file comes", lambda site, random: _write(site, "lone/gone.png", str(random.randrange(9)))),
    ("missing file goes", lambda site, random: (site.folder / "assets/lone/gone.png").unlink(missing_ok=True)),
    ("file added", lambda site, random: _write(site, f"more/{random.randrange(3)}.txt", str(random.random()))),
    ("file touched", lambda site, random: os.utime(site.folder / "assets/css/a.css")),
    ("artifact removed", lambda site, random: _an_artifact(site, random).unlink()),
    ("artifact cut", lambda site, random: _replace(_an_artifact(site, random), b"")),
    ("artifact changed in place", lambda site, random: _turn_a_bit(_an_artifact(site, random))),
    ("output wiped", lambda site, random: shutil.rmtree(site.output)),
    ("memory cut", lambda site, random: _cut_memory(site)),
    ("nothing", lambda site, random: None),
]


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_end_in_the_output_of_a_clean_build(seed: int) -> None:
    random = Random(seed)
    site = Site(_SITE, config=_MAPPED if seed % 2 else _CONFIG)
    site.compile().succeeds()
    for _ in range(12):
        done = [random.choice(_EDITS) for _ in range(random.randrange(1, 4))]
        for _, edit in done:
            if (site.output / "manifest.json").exists():
                edit(site, random)
        site.compile(*random.choice([[], [], ["-q"], ["--force"]])).succeeds()
        if _leaves_sources_alone(done):
            # A build that has nothing to do rereads no artifact.
            site.compile("--force").succeeds()
        assert named(site) == clean(site), [name for name, _ in done]


def _leaves_sources_alone(done: list[tuple[str, Callable[[Site, Random], None]]]) -> bool:
    return any(name == "artifact cut" or name.startswith("artifact changed") for name, _ in done)


def test_warning_of_what_is_not_made_again_is_told_again() -> None:
    site = Site({**_SITE, "js/broken.js": "a = 'b"}, config=_CONFIG)
    warning = "warning: not valid JavaScript"
    assert warning in site.compile().succeeds().stderr
    site.write({"assets/fonts/f.woff2": "another"})
    assert warning in site.compile().succeeds().stderr


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(_CONFIG.replace("gzip", "br"), id="other encodings"),
        pytest.param(_CONFIG.replace("encodings", 'url = "/"\n    encodings'), id="other prefix"),
        pytest.param(_CONFIG.replace("encodings", 'minify = "off"\n    encodings'), id="not minified"),
    ],
)
def test_other_settings_make_everything_again(config: str) -> None:
    site = Site(_SITE, config=_CONFIG)
    site.compile().succeeds()
    site.write({"assetbuild.toml": config, "assets/fonts/f.woff2": "another"})
    site.compile().succeeds()
    assert (site.output / "manifest.json").read_bytes() == clean_manifest(site)


def clean_manifest(site: Site) -> bytes:
    output = site.output
    shutil.rmtree(output)
    site.compile("--no-cache").succeeds()
    return (output / "manifest.json").read_bytes()


def test_artifact_that_changes_during_the_build_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(_SITE, config=_CONFIG)
    artifact = site.output / site.compile().succeeds().entry("js/a.js").path
    site.write({"assets/fonts/f.woff2": "another"})

    def kept(*arguments: object) -> object:
        found = last_build.unchanged(*arguments)  # type: ignore[arg-type]
        artifact.write_bytes(b"")
        return found

    monkeypatch.setattr(prepared, "unchanged", kept)
    site.compile().succeeds()
    assert named(site) == clean(site)


def test_what_is_written_down_is_read_back() -> None:
    entry = Entry("a.1.js", 9, "text/javascript", "sha384-x", {"br": 3}, ("b.js",), True, ("b.js",), ())
    note = Note("warning", "hm", Location("a.js", 1, 2, "text"))
    made = {
        "a.js": Made("key", (("x.css", "ab"), ("y.css", None)), ("b.js",), (note,), entry, (1, 2)),
        "é.js": Made("", (), (), (Note("info", "so"),), entry._replace(encodings={}), ()),
        "m.js": Made("", (), (), (), entry, (), ("m.js.map", entry)),
    }
    build = LastBuild("settings", made)
    assert load(dump(build)) == build


@pytest.mark.parametrize("cut", [0, 10, 40, 60, -1])
def test_damaged_bytes_are_no_build(cut: int) -> None:
    assert load(dump(LastBuild("settings", {}))[:cut]) == NOTHING


def _write(site: Site, path: str, text: str) -> None:
    site.write({f"assets/{path}": text})


def _svg(target: str, random: Random) -> str:
    return f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{target}' x='{random.randrange(9)}'/></svg>"


def _one(random: Random) -> str:
    return random.choice("abc")


def _an_artifact(site: Site, random: Random) -> Path:
    return site.output / random.choice(entries(site)).path


def _replace(file: Path, data: bytes) -> None:
    if file.exists():
        file.write_bytes(data)


def _turn_a_bit(file: Path) -> None:
    if file.exists() and (data := file.read_bytes()):
        file.write_bytes(bytes([data[0] ^ 1]) + data[1:])


def _cut_memory(site: Site) -> None:
    for file in (site.folder / ".assetbuild/cache").glob("made-*"):
        file.write_bytes(file.read_bytes()[:100])
