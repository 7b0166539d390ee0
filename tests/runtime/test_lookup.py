"""Names to URLs, from a manifest that is read once and never changes."""

from __future__ import annotations

import asyncio
import dataclasses
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import assetbuild.runtime
from assetbuild.errors import AssetbuildError, UsageError, render
from assetbuild.runtime import Html, LazyManifest, Manifest, UnknownAsset
from assetbuild.runtime.near_names import near_names

from .samples import entry, load, write_manifest

APP = entry("css/app.css", b"css/app.css")


@pytest.fixture(autouse=True)
def no_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSETBUILD_URL", raising=False)


def test_public_names_are_those_that_are_listed() -> None:
    assert sorted(assetbuild.runtime.__all__) == sorted(dir(assetbuild.runtime))


def test_url_is_the_prefix_and_the_artifact_s_path(tmp_path: Path) -> None:
    assets = load(tmp_path, "css/app.css", "a b/ü'(1).png")
    assert assets.url("css/app.css") == f"/static/{APP.path}"
    assert assets.url("a b/ü'(1).png").startswith("/static/a%20b/%C3%BC%27%281%29.")
    assert type(assets.url("css/app.css")) is str


def test_url_is_the_same_object_again(tmp_path: Path) -> None:
    assets = load(tmp_path, "css/app.css")
    assert assets.url("css/app.css") is assets.url("css/app.css")
    assert assets.url(Html("css/app.css")) is assets.url("css/app.css")


def test_integrity_is_that_of_the_manifest(tmp_path: Path) -> None:
    assert load(tmp_path, "css/app.css").integrity("css/app.css") == APP.integrity


def test_names_are_sorted(tmp_path: Path) -> None:
    assert load(tmp_path, "b", "a/b", "a").names() == ["a", "a/b", "b"]


def test_manifest_cannot_be_changed(tmp_path: Path) -> None:
    assets = load(tmp_path, "a")
    with pytest.raises(dataclasses.FrozenInstanceError):
        assets.prefix = "/x/"  # type: ignore[misc]
    assets.names().clear()
    assert assets.names() == ["a"]


def test_manifest_shows_where_it_is_from_and_not_what_is_in_it(tmp_path: Path) -> None:
    assets = load(tmp_path, "a")
    assert repr(assets) == f"Manifest(file='{tmp_path}/manifest.json', prefix='/static/', digest='{assets.digest}')"


@pytest.mark.parametrize(
    ("given", "prefix"),
    [
        pytest.param("https://cdn.example.com/x/", "https://cdn.example.com/x/", id="CDN"),
        pytest.param("https://cdn.example.com", "https://cdn.example.com/", id="without slash"),
        pytest.param(" /a/\n", "/a/", id="with a newline of the file it came from"),
        pytest.param("", "/static/", id="empty is not set"),
        pytest.param("/a b\"'()<>\\ü&%20/", "/a%20b%22%27%28%29%3C%3E%5C%C3%BC&%20/", id="quoted"),
        pytest.param("http://[::1]:8000/", "http://[::1]:8000/", id="host that is an address"),
    ],
)
def test_environment_sets_the_prefix(given: str, prefix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETBUILD_URL", given)
    assets = load(tmp_path, "css/app.css")
    assert (assets.prefix, assets.url("css/app.css")) == (prefix, prefix + APP.path)


def test_prefix_is_read_when_the_manifest_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets = load(tmp_path, "css/app.css")
    monkeypatch.setenv("ASSETBUILD_URL", "https://cdn.example.com/")
    assert assets.url("css/app.css") == f"/static/{APP.path}"


def test_manifest_s_own_prefix_gets_its_slash(tmp_path: Path) -> None:
    assert load(tmp_path, "a", url="/assets").prefix == "/assets/"


def test_prefix_with_a_query_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hint = "hint: give a prefix like `/static/` or `https://cdn.example.com/site/`"
    with pytest.raises(UsageError) as caught:
        load(tmp_path, url="/s/?v=")
    message = "error: the manifest's url is '/s/?v=': a prefix has neither `?` nor `#`"
    assert render(caught.value) == f"{message}\n  {hint}"
    monkeypatch.setenv("ASSETBUILD_URL", "/s#x")
    with pytest.raises(UsageError) as caught:
        load(tmp_path)
    assert render(caught.value) == f"error: ASSETBUILD_URL is '/s#x': a prefix has neither `?` nor `#`\n  {hint}"


@pytest.mark.parametrize("method", ["url", "integrity", "tags", "preload", "inline"])
@pytest.mark.parametrize("lazy", [False, True])
def test_unknown_name_is_told_with_those_near_to_it(method: str, lazy: bool, tmp_path: Path) -> None:
    file = write_manifest(tmp_path, {"css/app.css": b"", "js/app.js": b""})
    assets = LazyManifest(file) if lazy else Manifest.load(file)
    with pytest.raises(UnknownAsset) as caught:
        getattr(assets, method)("css/ap.css")
    assert str(caught.value) == f"{file}: there is no asset 'css/ap.css'; did you mean 'css/app.css' or 'js/app.js'?"
    assert (caught.value.name, caught.value.near) == ("css/ap.css", ("css/app.css", "js/app.js"))
    assert isinstance(caught.value, AssetbuildError)
    assert isinstance(caught.value, KeyError)


def test_unknown_name_with_none_near_to_it_asks_for_the_build(tmp_path: Path) -> None:
    with pytest.raises(UnknownAsset) as caught:
        load(tmp_path, "a").url("css/app.css")
    assert str(caught.value) == (
        f"{tmp_path}/manifest.json: there is no asset 'css/app.css'; is this the manifest of the last build?"
    )
    copied = pickle.loads(pickle.dumps(caught.value))
    assert (str(copied), copied.name, copied.near) == (str(caught.value), "css/app.css", ())


def test_asking_for_unknown_names_leaves_nothing_behind(tmp_path: Path) -> None:
    assets = load(tmp_path, "a")
    before = pickle.dumps(assets)
    for number in range(50):
        with pytest.raises(UnknownAsset):
            assets.url(f"{number}")
    assert pickle.dumps(assets) == before


@pytest.mark.parametrize("name", [None, 7, b"a"])
def test_name_that_is_no_string_is_refused(name: object, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=rf"^the name of an asset is a string, not {type(name).__name__}$"):
        load(tmp_path, "a").url(name)  # type: ignore[arg-type]


def test_near_names_among_very_many_are_found_by_folder_file_name_and_first_letters() -> None:
    names = [f"vendor/{number}/x.js" for number in range(3000)] + ["css/app.css", "js/app.js", "other/logo.svg"]
    assert near_names("css/ap.css", sorted(names))[0] == "css/app.css"
    assert near_names("app.js", sorted(names)) == ("js/app.js",)
    assert near_names("css/pap.css", sorted(names)) == ("css/app.css",)
    assert near_names("logo.svg", sorted(names)) == ("other/logo.svg",)


@given(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=4))
def test_near_names_are_names(name: str, names: list[str]) -> None:
    assert set(near_names(name, names)) <= set(names)


def test_hint_is_shown_where_an_error_is_not_caught(tmp_path: Path) -> None:
    code = f"from assetbuild.runtime import Manifest\nManifest.load('{tmp_path}/manifest.json')"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr.endswith(
        f"UsageError: {tmp_path}/manifest.json: the manifest cannot be read: No such file or directory\n"
        "hint: run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote\n"
    )


def test_manifest_travels_to_another_process(tmp_path: Path) -> None:
    assets = load(tmp_path, "a", "b")
    url = assets.url("a")
    copied = pickle.loads(pickle.dumps(assets))
    assert (copied.url("a"), copied.url("b"), copied.digest) == (url, assets.url("b"), assets.digest)


def test_threads_and_tasks_read_the_same(tmp_path: Path) -> None:
    names = [f"{number}.css" for number in range(200)]
    file = write_manifest(tmp_path, {name: name.encode() for name in names})
    lazy, expected = LazyManifest(file), [Manifest.load(file).url(name) for name in names]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: [lazy.url(name) for name in names], range(16))) == [expected] * 16

    async def task() -> list[str]:
        return [lazy.url(name) for name in names]

    async def tasks() -> list[list[str]]:
        return await asyncio.gather(*(task() for _ in range(4)))

    assert asyncio.run(tasks()) == [expected] * 4


def test_lazy_manifest_need_not_be_there_before_the_first_lookup(tmp_path: Path) -> None:
    lazy = LazyManifest(tmp_path / "manifest.json")
    with pytest.raises(UsageError, match="the manifest cannot be read"):
        lazy.url("a")
    file = write_manifest(tmp_path, {"a.js": b""})
    assets = Manifest.load(file)
    assert lazy.url("a.js") == assets.url("a.js")
    file.unlink()
    assert lazy.url("a.js") == assets.url("a.js")
    assert (lazy.prefix, lazy.digest, lazy.names()) == (assets.prefix, assets.digest, ["a.js"])
    assert lazy.integrity("a.js") == assets.integrity("a.js")
    assert lazy.tags("a.js", nonce="n", module=True, id="x") == assets.tags("a.js", nonce="n", module=True, id="x")
    assert lazy.preload("a.js", media="print") == assets.preload("a.js", media="print")
    assert lazy.inline("a.js", "n") == assets.inline("a.js", "n")
    assert lazy.load() is lazy.load()


def test_relative_path_is_that_of_the_working_directory_at_the_start(tmp_path: Path) -> None:
    write_manifest(tmp_path, {"a.css": b"a{}"})
    with chdir(tmp_path):
        lazy, assets = LazyManifest("manifest.json"), Manifest.load("manifest.json")
    assert assets.inline("a.css") == lazy.inline("a.css") == "<style>a{}</style>"
    assert (lazy.file, assets.file) == (f"{tmp_path}/manifest.json", "manifest.json")


def test_lazy_manifest_travels_unread(tmp_path: Path) -> None:
    lazy = pickle.loads(pickle.dumps(LazyManifest(str(tmp_path / "manifest.json"))))
    assert repr(lazy) == f"LazyManifest('{tmp_path}/manifest.json')"
    write_manifest(tmp_path, {"a": b""})
    assert lazy.names() == ["a"]


def test_lazy_manifest_is_read_once_for_all_threads(tmp_path: Path) -> None:
    """Threads that come while the first reads, wait. Counted by an audit hook, which only another process can shed."""
    write_manifest(tmp_path, {"a": b""})
    run_python(
        """
        import sys, threading
        from assetbuild.runtime import LazyManifest

        opened = []
        sys.addaudithook(lambda event, args: event == "open" and opened.append(args[0]))
        sys.setswitchinterval(1e-6)
        for _ in range(20):
            opened.clear()
            lazy, start = LazyManifest(sys.argv[1]), threading.Barrier(8)
            threads = [threading.Thread(target=lambda: (start.wait(), lazy.url("a"))) for _ in range(8)]
            [thread.start() for thread in threads], [thread.join() for thread in threads]
            assert opened == [sys.argv[1]], opened
        """,
        str(tmp_path / "manifest.json"),
    )


def test_lazy_manifest_is_read_in_a_process_forked_while_a_thread_was_reading_it(tmp_path: Path) -> None:
    write_manifest(tmp_path, {"a": b""})
    run_python(
        """
        import os, sys, threading, warnings
        from assetbuild.runtime import LazyManifest

        warnings.simplefilter("ignore")
        lazy, held, done = LazyManifest(sys.argv[1]), threading.Event(), threading.Event()

        def hold():
            with lazy._lock:
                held.set(), done.wait()

        threading.Thread(target=hold).start()
        held.wait()
        if child := os.fork():
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            done.set()
            sys.exit(status)
        import signal
        signal.alarm(20)
        sys.exit(lazy.names() != ["a"])
        """,
        str(tmp_path / "manifest.json"),
    )


def run_python(code: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-c", dedent(code), *arguments], check=True, timeout=60)
