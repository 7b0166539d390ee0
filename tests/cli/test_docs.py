"""The examples of the pages on the configuration and on the command line do what they say."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from assetbuild.cli.commands import group
from assetbuild.config_bundles import _KEYS as _BUNDLE_KEYS
from assetbuild.config_reader import _TOP_KEYS

from ..docs import ROOT, blocks, play, texts
from ..sites import Site


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("configuration", 10),
        ("command-line", 10),
        ("build-cache", 3),
        ("manifest", 4),
        ("esbuild", 8),
        ("definitions", 5),
        ("rails", 12),
    ],
)
def test_examples_of_the_page(name: str, least: int) -> None:
    page = (ROOT / "docs" / f"{name}.md").read_text()
    assert play(page, Site()) >= least


def test_digest_of_a_manifest_is_what_its_page_says() -> None:
    site = Site({"css/a.css": "a { b: c }\n" * 30, "img/\u65e5 & \u00e9.svg": "<svg/>"})
    site.compile().succeeds()
    (program,) = texts("docs/manifest.md", "python")
    done = subprocess.run([sys.executable, "-c", program], cwd=site.folder, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


def test_every_key_has_its_heading() -> None:
    page = (ROOT / "docs/configuration.md").read_text()
    assert {key for key in (*_TOP_KEYS, *_BUNDLE_KEYS) if f"# `{key}`" not in page and f"`{key}`" not in page} == set()
    assert {key for key in _TOP_KEYS - {"bundles", "filters"} if f"\n## `{key}`\n" not in page} == set()


def test_every_command_and_option_has_its_words() -> None:
    page = (ROOT / "docs/command-line.md").read_text()
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        assert f"\n## `{name}" in page
        for parameter in command.params:
            for option in parameter.opts:
                assert f"`{option}" in page or not option.startswith("--"), f"{name} {option}"


def test_blocks_are_found_with_their_lines() -> None:
    page = "a\n```toml x.toml\na = 1\n```\n\n````\n```\n````\n```console\n$ x\n```\n"
    assert [(block.language, block.name, block.text, block.line) for block in blocks(page)] == [
        ("toml", "x.toml", "a = 1\n", 3),
        ("", "", "```\n", 7),
        ("console", "", "$ x\n", 10),
    ]


@pytest.mark.parametrize(
    "page",
    [
        "```toml\nzzz = 1\n```\n",
        "```console\n$ assetbuild --version\nassetbuild 9.9\n```\n",
        "```console\n$ ls\n```\n",
        '```console\n$ assetbuild compile --json\n```\n```json output\n{"ok": false, "…": 0}\n```\n',
    ],
)
def test_example_that_is_wrong_is_found(page: str) -> None:
    with pytest.raises(Exception, match=r"line|only assetbuild|unknown key"):
        play(page, Site())
