"""What `manage.py check` says of the manifest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import CheckMessage, run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test.utils import override_settings

from assetbuild.manifest import manifest_bytes
from assetbuild.runtime import Manifest
from assetbuild.runtime.django.checks import check_manifest

from ..runtime.samples import entry, write_manifest


def said(*, deploy: bool = True) -> list[CheckMessage]:
    return [each for each in run_checks(include_deployment_checks=deploy) if each.id.startswith("assetbuild.")]


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """The path of another manifest, which the settings name, and which is not there."""
    with override_settings(ASSETBUILD_MANIFEST=tmp_path / "manifest.json"):
        yield tmp_path / "manifest.json"


def test_manifest_that_is_whole_is_passed() -> None:
    assert said() == []


def test_missing_manifest_is_an_error_in_a_deploy_only(elsewhere: Path) -> None:
    assert said(deploy=False) == []
    (error,) = said()
    assert error.id == "assetbuild.E001"
    assert error.msg == f"{elsewhere}: the manifest cannot be read: No such file or directory"
    assert error.hint.startswith("run `assetbuild compile` in the build stage")
    with pytest.raises(SystemCheckError, match=r"assetbuild\.E001"):
        call_command("check", deploy=True, tags=["staticfiles"])


def test_damaged_manifest_is_an_error(elsewhere: Path) -> None:
    elsewhere.write_text("{}")
    (error,) = said()
    assert (error.id, error.msg) == (
        "assetbuild.E001",
        f"{elsewhere}: the manifest is damaged: it does not say that its format is 'assetbuild/1'",
    )


def test_damaged_entry_is_an_error(elsewhere: Path) -> None:
    elsewhere.write_bytes(manifest_bytes("/static/", {"a": entry("../a")}))
    (error,) = said()
    assert error.id == "assetbuild.E001"
    assert "the entry of 'a' is not whole, or its path leads out of the folder" in error.msg


def test_manifest_of_another_format_is_an_error(elsewhere: Path) -> None:
    elsewhere.write_text('{"format": "assetbuild/2"}')
    (error,) = said()
    assert (error.id, error.msg) == (
        "assetbuild.E001",
        f"{elsewhere}: the manifest is of format 'assetbuild/2', and this version reads 'assetbuild/1'",
    )
    assert error.hint == "upgrade assetbuild where the manifest is read, or compile with the version that reads it"


def test_no_manifest_is_for_test_runs_only() -> None:
    with override_settings(ASSETBUILD_MANIFEST=None):
        assert said(deploy=False) == []
        (error,) = said()
    assert (error.id, error.msg) == ("assetbuild.E002", "ASSETBUILD_MANIFEST is None")


def test_static_files_without_a_name_are_a_warning(elsewhere: Path, tmp_path: Path) -> None:
    front = tmp_path / "front"
    front.mkdir()
    for name in "abcdefg":
        (front / f"{name}.txt").touch()
    (front / ".hidden").touch()
    with override_settings(
        STATICFILES_DIRS=[("site", front)],
        STATICFILES_FINDERS=["django.contrib.staticfiles.finders.FileSystemFinder"],
    ):
        from django.contrib.staticfiles.finders import get_finder

        get_finder.cache_clear()
        write_manifest(tmp_path, {"site/a.txt": b""})
        (warning,) = said()
        write_manifest(tmp_path, {f"site/{name}.txt": b"" for name in "abcdef"})
        (single,) = said()
        get_finder.cache_clear()
    assert warning.id == "assetbuild.W001"
    assert warning.msg == (
        f"{elsewhere} is stale, or leaves things out: it has no name for 6 static files "
        "(site/b.txt, site/c.txt, site/d.txt, site/e.txt, site/f.txt and 1 more)"
    )
    assert warning.hint == 'run `assetbuild compile` in the build stage, with "django:SETTINGS" in `sources`'
    assert single.msg.endswith("it has no name for 1 static file (site/g.txt)")


def test_files_that_are_missing_or_cut_off_are_an_error(folder: Path, assets: Manifest) -> None:
    css, script = (folder / assets.path(name) for name in ("css/app.css", "js/app.js"))
    data = css.read_bytes(), script.read_bytes()
    css.write_bytes(b"a")
    script.unlink()
    try:
        (error,) = said()
    finally:
        css.write_bytes(data[0])
        script.write_bytes(data[1])
    assert error.id == "assetbuild.E003"
    wrong = "2 files (css/app.css, js/app.js) that it names are missing beside it, or of another size"
    assert error.msg == f"{folder}/manifest.json: {wrong}"
    assert error.hint == "deploy the output folder whole; `assetbuild verify` tells all that is wrong with it"


def test_files_that_are_served_from_elsewhere_are_not_missed(folder: Path, elsewhere: Path) -> None:
    elsewhere.write_bytes((folder / "manifest.json").read_bytes())
    assert said() == []


@pytest.mark.parametrize(
    ("url", "warned"), [("/plain/", True), ("/static/", False), ("/", False)], ids=["another", "same", "around"]
)
def test_static_url_under_which_django_would_not_look_is_a_warning(url: str, warned: bool) -> None:
    with override_settings(STATIC_URL=url, STATICFILES_FINDERS=["assetbuild.runtime.django.finders.ManifestFinder"]):
        messages = said(deploy=False)
    assert [each.id for each in messages] == ["assetbuild.W002"] * warned
    for each in messages:
        assert each.msg == "STATIC_URL is '/plain/', and the URLs of assets begin with '/static/'"
        assert each.hint == (
            "`runserver` serves what is below STATIC_URL only: let it be '/static/', or set `url` in assetbuild.toml"
        )


def test_finder_without_a_manifest_warns_of_nothing(elsewhere: Path) -> None:
    with override_settings(STATICFILES_FINDERS=["assetbuild.runtime.django.finders.ManifestFinder"]):
        assert said(deploy=False) == []


def test_names_are_not_checked_without_staticfiles(elsewhere: Path, tmp_path: Path) -> None:
    write_manifest(tmp_path, {"a.txt": b""})
    with override_settings(INSTALLED_APPS=["assetbuild.runtime.django"]):
        known: Any = apps.get_app_config("assetbuild")
        assert known.assets.names() == ["a.txt"]
        assert check_manifest(None) == []
