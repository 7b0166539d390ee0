"""What README shows is what happens."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.docs import ROOT, texts
from tests.sites import Site

_ASSETS = {
    "css/reset.css": "body { margin: 0; }\n",
    "css/components/card.css": '.card { background: url("../../img/logo.svg"); }\n',
    "vendor/htmx.js": "globalThis.htmx = {};\n",
    "js/menu.js": "console.log(htmx);\n",
    "img/logo.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>\n',
}


def test_taste_of_configuration_commands_and_template_gives_the_html_that_is_shown(tmp_path: Path) -> None:
    (configuration,) = texts("README.md", "toml")
    (template,) = texts("README.md", "jinja")
    (program,) = texts("README.md", "python")
    (shown,) = texts("README.md", "html")
    site = Site(_ASSETS, config=configuration, project={"templates/page.html": template}, folder=tmp_path)
    commands = [shlex.split(line) for line in texts("README.md", "sh")[1].splitlines()]
    assert [command[:2] for command in commands] == [["assetbuild", name] for name in ("compile", "verify", "check")]
    for command in commands:
        site.run(*command[1:]).succeeds(stderr="")
    printed = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True, env=_environment()
    )
    assert _without_digests(printed.stdout) == _without_digests(shown)


def test_the_two_commands_are_there_and_ci_runs_the_second() -> None:
    lines = [line.split() for line in texts("README.md", "sh")[0].splitlines()]
    assert [words[0] for words in lines] == ["./scripts/setup", "./scripts/test"]
    assert all(os.access(ROOT / words[0], os.X_OK) for words in lines)
    assert "exec sh scripts/test" in (ROOT / ".ci" / "run").read_text()


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "ASSETBUILD_URL"}


def _without_digests(html: str) -> str:
    return re.sub(r"sha384-[^\"]+", "sha384-…", re.sub(r"\.[0-9a-f]{12}\.", ".HASH.", html))
