"""Each module for a framework loads that framework, what that needs, and the standard library: nothing of the build."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, packages_distributions, requires

import pytest

from .test_imports import OURS

IMPORTS = "import sys; old = {*sys.modules}; __import__(sys.argv[1]); print(*{*sys.modules} - old)"
BUILD = {"brotli", "deflate", "rcssmin", "rjsmin", "webassets", "zstandard"}
RUNTIME = "assetbuild.runtime."
OPTIONAL = ["multipart", "sniffio"]  # Starlette and AnyIO use them where they are installed


def normal(name: str) -> str:
    """The name of a distribution as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def with_needs(*distributions: str) -> set[str]:
    """The distributions and all that they need; extras too, since a framework may look whether they are there."""
    known: set[str] = set()
    waiting = [*distributions]
    while waiting:
        name = normal(waiting.pop())
        if name in known:
            continue
        try:
            waiting += [re.split(r"[^\w.-]", need, maxsplit=1)[0] for need in requires(name) or ()]
        except PackageNotFoundError:
            continue
        known.add(name)
    return known


def modules(name: str) -> set[str]:
    """What an interpreter has loaded when it has imported `name`, but for what it loads anyhow."""
    command = [sys.executable, "-I", "-c", IMPORTS, name]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize(
    ("module", "distributions", "ours"),
    [
        pytest.param("jinja", ["jinja2"], {"jinja"}, id="jinja"),
        pytest.param("flask", ["flask"], {"flask", "jinja"}, id="flask"),
        pytest.param("starlette", ["starlette", "jinja2", *OPTIONAL], {"starlette", "jinja"}, id="starlette"),
        pytest.param("litestar", ["litestar", "jinja2"], {"litestar", "jinja"}, id="litestar"),
        pytest.param(
            "rails",
            ["jinja2"],
            {"jinja", "rails", "rails_attributes", "rails_types", "rails_urls"},
            id="rails",
        ),
        pytest.param("serving", [], {"serving", "served_files"}, id="serving"),
        pytest.param("django", ["django"], {"django"}, id="django"),
        pytest.param("django.apps", ["django"], {"django", "django.apps", "django.checks"}, id="django app"),
        pytest.param(
            "django.storage", ["django"], {"django", "django.manifest", "django.storage"}, id="django storage"
        ),
        pytest.param(
            "django.templatetags.assetbuild",
            ["django"],
            {"django", "django.templatetags", "django.templatetags.assetbuild"},
            id="django tags",
        ),
    ],
)
def test_module_loads_its_framework_and_the_standard_library(
    module: str, distributions: list[str], ours: set[str]
) -> None:
    loaded = modules(RUNTIME + module)
    assert {name for name in loaded if name.startswith("assetbuild")} == OURS | {RUNTIME + name for name in ours}
    foreign = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names - {"assetbuild"}
    assert foreign & BUILD == set()
    owners = packages_distributions()
    allowed = with_needs(*distributions)
    # What no distribution owns, a C extension made for itself.
    strangers = {name for name in foreign if name in owners and not {*map(normal, owners[name])} & allowed}
    assert strangers == set()
