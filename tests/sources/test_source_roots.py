"""Source roots: overriding, packages that are found without being imported, and what is no root."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from assetbuild.errors import Location, UsageError
from assetbuild.source_roots import root_folder

from ..sites import Site

WHERE = Location("assetbuild.toml")


@pytest.fixture
def site_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path of modules."""
    monkeypatch.syspath_prepend(tmp_path)
    return tmp_path


def make(folder: Path, *files: str) -> None:
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("raise SystemExit('imported')" if name.endswith(".py") else name)


def test_first_root_that_has_a_path_wins() -> None:
    site = Site(
        {"a.txt": "assets", "c/d.txt": "assets"},
        project={"theme/a.txt": "theme", "theme/b.txt": "theme", "theme/c/e.txt": "theme"},
        config='sources = ["theme", "assets"]',
    )
    run = site.compile().succeeds()
    found = {name: run.text(name) for name in run.names()}
    assert found == {"a.txt": "theme", "b.txt": "theme", "c/d.txt": "assets", "c/e.txt": "theme"}


def test_names_that_differ_in_case_across_roots_are_refused() -> None:
    site = Site({"Logo.png": b""}, project={"theme/logo.png": b""}, config='sources = ["theme", "assets"]')
    site.compile().fails(
        stderr="""\
        assets/Logo.png: error: 'Logo.png' and 'logo.png' differ only in case: some file systems take them for one file
          hint: rename one of them; the other is theme/logo.png
        """
    )


def test_root_may_be_a_link_and_lie_outside_of_the_project(tmp_path: Path) -> None:
    make(tmp_path, "shared/a.txt")
    site = Site(config='sources = ["link", "../outside"]', folder=tmp_path / "site")
    (site.folder / "link").symlink_to(tmp_path / "shared")
    make(tmp_path, "outside/b.txt")
    assert site.compile().succeeds().names() == ["a.txt", "b.txt"]


def test_root_in_a_root_is_told_apart() -> None:
    site = Site({"a.txt": "", "inner/b.txt": ""}, config='sources = ["assets", "assets/inner"]')
    assert site.compile().succeeds().names() == ["a.txt", "b.txt", "inner/b.txt"]


def test_output_in_a_root_is_no_source() -> None:
    site = Site({"a.txt": ""}, config='sources = ["."]')
    first = site.compile().succeeds().names()
    assert first == ["assets/a.txt"]
    assert site.compile().succeeds().names() == first


def test_missing_root_that_is_near_another_names_it() -> None:
    Site(project={"static/a.css": ""}, config='sources = ["statics"]').compile().fails(
        status=2,
        stderr="""\
        assetbuild.toml:1:12: error: there is no source root 'statics'
          1 | sources = ["statics"]
            |            ^
          hint: did you mean 'static'?
        """,
    )


def test_missing_root_in_a_missing_folder() -> None:
    with pytest.raises(UsageError) as raised:
        root_folder("nowhere/static", "nope", WHERE)
    assert raised.value.hint == 'make the folder nope/nowhere/static, or name another: sources = ["static"]'


def test_package_is_found(site_packages: Path) -> None:
    make(site_packages, "shop_one/__init__.py", "shop_one/static/a.txt")
    assert root_folder("package:shop_one/static", ".", WHERE) == str(site_packages / "shop_one/static")
    assert "shop_one" not in sys.modules


def test_package_in_a_package_is_found_without_an_import(site_packages: Path) -> None:
    make(site_packages, "shop_two/__init__.py", "shop_two/admin/__init__.py", "shop_two/admin/static/css/a.txt")
    found = root_folder("package:shop_two.admin/static/css/", ".", WHERE)
    assert found == str(site_packages / "shop_two/admin/static/css")
    assert "shop_two" not in sys.modules


def test_namespace_package_is_looked_for_in_all_its_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for portion in ("one", "two"):
        monkeypatch.syspath_prepend(tmp_path / portion)
    make(tmp_path, "one/shop_space/first/static/a.txt", "two/shop_space/second/static/b.txt")
    assert root_folder("package:shop_space.first/static", ".", WHERE) == str(tmp_path / "one/shop_space/first/static")
    assert root_folder("package:shop_space/second/static", ".", WHERE) == str(tmp_path / "two/shop_space/second/static")


def test_package_in_an_archive_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import zipfile

    archive = tmp_path / "shop.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("shop_zip/__init__.py", "")
        file.writestr("shop_zip/static/a.txt", "")
    monkeypatch.syspath_prepend(archive)
    with pytest.raises(UsageError) as raised:
        root_folder("package:shop_zip/static", ".", WHERE)
    inside = f"{archive}/shop_zip"
    assert raised.value.message == f"'package:shop_zip/static': the package 'shop_zip' is in an archive, {inside}"
    assert raised.value.hint == "install it as files: pip install does"


def test_editable_install_is_found(tmp_path: Path) -> None:
    """As installers do it: a module that puts a finder of its own before the others."""
    make(tmp_path, "checkout/shop_edit/__init__.py", "checkout/shop_edit/static/a.txt")
    finder = f"""
        import sys
        from importlib.machinery import PathFinder
        class Finder:
            @staticmethod
            def find_spec(name, path=None, target=None):
                return PathFinder.find_spec(name, [{str(tmp_path / "checkout")!r}]) if name == "shop_edit" else None
        sys.meta_path.insert(0, Finder)
        from assetbuild.source_roots import root_folder
        from assetbuild.errors import Location
        print(root_folder("package:shop_edit/static", ".", Location("x")))
        assert "shop_edit" not in sys.modules
    """
    done = subprocess.run([sys.executable, "-c", dedent(finder)], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == str(tmp_path / "checkout/shop_edit/static")


@pytest.mark.parametrize(
    "root",
    "package: package:/static package:a package:a/ package:a/../b package:a/./b package:..a/b package:a..b/c "
    "package:a-b/c package:a//b package:1a/b".split(),
)
def test_package_of_a_wrong_form_is_refused(root: str) -> None:
    with pytest.raises(UsageError) as raised:
        root_folder(root, ".", WHERE)
    assert raised.value.message == f"{root!r} is not of the form package:NAME/folder"


def test_main_module_is_no_package() -> None:
    with pytest.raises(UsageError, match="'package:__main__/static'"):
        root_folder("package:__main__/static", ".", WHERE)


def test_compiling_a_package_imports_nothing_of_it(site_packages: Path) -> None:
    make(site_packages, "shop_three/__init__.py", "shop_three/contrib/__init__.py")
    make(site_packages, "shop_three/contrib/admin/__init__.py", "shop_three/contrib/admin/static/admin/base.txt")
    site = Site({"a.txt": ""}, config='sources = ["assets", "package:shop_three.contrib.admin/static"]')
    script = f"""
        import sys
        sys.path.insert(0, {str(site_packages)!r})
        from assetbuild.cli import main
        try:
            main(["compile"])
        finally:
            print([name for name in sys.modules if name.startswith("shop_three")])
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(script)], cwd=site.folder, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert site.run("lookup", "admin/base.txt").succeeds()
