"""Stack traces of a real browser, led through our maps by a consumer that is not ours."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.static_server import static_server
from tests.browser.visit import visit
from tests.sites import Run, Site
from tests.sourcemaps.consumer import scripts

_TRACE = """
([text, places]) => {
    const map = new traceMapping.TraceMap(text);
    return places.map(([line, column]) => traceMapping.originalPositionFor(map, { line: +line, column: column - 1 }));
}
"""
_OUTER = """\
// Calls what the other file has.
function outer(value) {
    /* nothing */
    return inner( value );
}

window.addEventListener( "load", function () {
    try { outer( null ) } catch (error) { window.stack = error.stack }
} );
"""
_INNER = """\
'use strict';

/*! kept */
window.inner = function inner( value ) {
    var text = `${ value } is ${ 1 / 2 }`;

    return value.missing( text );   // here it fails
};
"""


MODES = pytest.mark.parametrize("mode", [pytest.param("true", id="linked"), pytest.param('"hidden"', id="hidden")])


def _page(folder: Path, mode: str) -> tuple[Run, str]:
    """A page with a bundle of both scripts, and the path of that."""
    config = f'sourcemaps = {mode}\n[bundles."js/app.js"]\ncontents = ["js/inner.js", "js/outer.js"]\n'
    site = Site({"js/inner.js": _INNER, "js/outer.js": _OUTER}, config=config, folder=folder)
    run = site.compile().succeeds()
    path = run.entry("js/app.js").path
    (site.output / "index.html").write_text(f"<!doctype html><script src='{path}'></script>", encoding="utf-8")
    return run, path


@MODES
def test_stack_trace_leads_to_the_lines_that_people_wrote(browser: Browser, tmp_path: Path, mode: str) -> None:
    run, path = _page(tmp_path, mode)
    with static_server(run.site.output) as url, visit(browser, f"{url}/index.html") as found:
        stack = str(found.ask("window.stack"))
        places = re.findall(rf"{re.escape(path)}:(\d+):(\d+)", stack)
        for script in scripts():
            found.page.add_script_tag(content=script)
        traced: Any = found.page.evaluate(_TRACE, [run.text("js/app.js.map"), places])
    assert [(each["source"], each["line"]) for each in traced] == [
        ("../sources/js/inner.js", 7),
        ("../sources/js/outer.js", 4),
        ("../sources/js/outer.js", 8),
    ]
    lines = {"../sources/js/inner.js": _INNER.split("\n"), "../sources/js/outer.js": _OUTER.split("\n")}
    starts = [lines[each["source"]][each["line"] - 1][each["column"] :] for each in traced]
    assert [start[:5] for start in starts] == ["missi", "inner", "outer"]


@MODES
def test_debugger_is_told_of_a_map_that_is_linked(browser: Browser, tmp_path: Path, mode: str) -> None:
    run, path = _page(tmp_path, mode)
    parsed: list[Any] = []
    with static_server(run.site.output) as url, visit(browser, f"{url}/index.html") as found:
        debugger = found.page.context.new_cdp_session(found.page)
        debugger.on("Debugger.scriptParsed", lambda event: parsed.append(event))
        # It tells of the scripts that are there already, too.
        debugger.send("Debugger.enable")
        (script,) = (each for each in parsed if each["url"] == f"{url}/{path}")
    expected = "" if mode == '"hidden"' else run.entry("js/app.js.map").path.removeprefix("js/")
    assert script["sourceMapURL"] == expected
