"""Real scripts and style sheets: those of Django's admin, which is installed with the tests."""

from __future__ import annotations

import json
from pathlib import Path

import django
import pytest

from tests.sites import Site
from tests.sourcemaps.consumer import Read

_ADMIN = Path(django.__file__).parent / "contrib" / "admin" / "static" / "admin"


@pytest.mark.parametrize(
    ("kind", "least"),
    [
        pytest.param("js", 0.98, id="scripts"),
        pytest.param("css", 0.93, id="style sheets"),  # the words of URLs are mapped by the word before them
    ],
)
def test_every_mapped_word_of_a_bundle_is_the_same_in_its_source(kind: str, least: float) -> None:
    members = sorted(
        file.relative_to(_ADMIN).as_posix() for file in (_ADMIN / kind).rglob(f"*.{kind}") if ".min." not in file.name
    )
    config = f"""
        sources = ["package:django.contrib.admin/static/admin"]
        sourcemaps = true
        encodings = []
        exclude = ["**/*.js", "**/*.css"]
        [bundles."all.{kind}"]
        contents = {json.dumps(members)}
    """
    read = Read.of(Site(config=config).compile().succeeds(), f"all.{kind}")
    assert len(members) > 9
    assert len(read.sources) >= len(members)
    assert read.wrong() == []
    assert len(read.words()) > least * len(read.all_words())
