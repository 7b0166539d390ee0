"""webassets' filters run as they do in webassets, apart from its cache, its updater and the environment."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from assetbuild.errors import UsageError
from assetbuild.filters.options import OptionError
from assetbuild.filters.registry import find_filter
from assetbuild.model import FilterUse
from tests.sites import Files, Run, Site

PYTHON = sys.executable.replace("\\", "\\\\")


def compile_bundle(
    files: Files,
    filters: list[str],
    options: str = "",
    *,
    output: str = "css/app.css",
    contents: list[str] | None = None,
    project: Mapping[str, str] | None = None,
    arguments: tuple[str, ...] = (),
) -> Run:
    table = f"[filters.{filters[0]!r}]\n{dedent(options)}\n" if options else ""
    members = contents or list(files)
    config = f'encodings = []\n[bundles."{output}"]\ncontents = {members}\nfilters = {filters}\n{table}'
    return Site(files, config=config, project=project or {}).compile(*arguments)


def own(module: str, files: Files, filters: list[str], options: str = "", **more: object) -> Run:
    head = "from pathlib import Path\nfrom webassets.filter import Filter\n"
    return compile_bundle(files, filters, options, project={"filters.py": head + dedent(module)}, **more)  # type: ignore[arg-type]


CSS = {"css/a.css": "a { color: red }", "css/b.css": "b { color: blue }"}

ENGINES = [
    pytest.param(
        "jinja2", {"css/a.css": "a { color: {{ c }} }"}, 'context = { c = "red" }', "a { color: red }", id="jinja2"
    ),
    pytest.param(
        "replace", CSS, 'pattern = "red|blue"\nrepl = "c"', "a { color: c }\nb { color: c }", id="replace, joined"
    ),
    pytest.param(
        "replace",
        CSS,
        'pattern = "^."\nrepl = "x"\nas_output = false',
        "x { color: red }\nx { color: blue }",
        id="replace, each",
    ),
    pytest.param("cssutils", CSS, "", "a{color:red}b{color:blue}", id="cssutils"),
    pytest.param("libsass", {"css/a.scss": "a { b { c: d } }"}, 'style = "compressed"', "a b{c:d}", id="libsass"),
    pytest.param(
        "libsass",
        {"css/a.scss": "$c: red; // it's\n", "css/b.scss": "a { color: $c } // don't\n"},
        'as_output = true\nLIBSASS_STYLE = "compressed"',
        "a{color:red}\n",
        id="libsass, joined",
    ),
    pytest.param("rcssmin", CSS, "", "a{color:red}\nb{color:blue}", id="built in instead of webassets' own"),
    pytest.param(
        "datauri",
        {"css/a.css": "a { background: url(x.png) }", "css/x.png": b"x"},
        "max_size = 1",
        "a { background: url(data:image/png;base64,eA==) }",
        id="datauri",
    ),
]


@pytest.mark.parametrize(("name", "files", "options", "expected"), ENGINES)
def test_filter_of_webassets(name: str, files: Files, options: str, expected: str) -> None:
    contents = [path for path in files if not path.endswith(".png")]
    run = compile_bundle(files, [name], options, contents=contents).succeeds(stderr="")
    assert run.text("css/app.css") == expected


def test_jsmin() -> None:
    files = {"js/a.js": "var a = 1; // c\n\nvar b = /x y/;\n"}
    run = compile_bundle(files, ["jsmin"], output="js/app.js").succeeds(stderr="")
    assert run.text("js/app.js") == "var a=1;var b=/x y/;"


def test_jst_names_templates_by_their_path_and_what_is_listed_after_it_runs_on_what_it_makes() -> None:
    files = {"js/t/one.jst": "<b>  <%= x %> </b>", "js/t/deep/two.jst": "it's"}
    options = "template_function = false\nbare = false"
    run = compile_bundle(files, ["jst", "rjsmin"], options, output="js/app.js").succeeds(stderr="")
    assert run.text("js/app.js") == (
        "(function(){window.JST=window.JST||{};"
        "window.JST['one']=\"<b>  <%= x %> </b>\";window.JST['deep/two']=\"it's\";})();"
    )


def test_minifier_after_a_compiler_of_the_whole_runs_on_what_that_makes() -> None:
    module = """
        class Shout(Filter):
            def output(self, _in, out, **kw):
                out.write("/* made */  " + _in.read().replace("#", "//").replace("is", "="))
    """
    files = {"js/a.lang": "var a is 1; # it's\n", "js/b.lang": "var b is 2\n"}
    run = own(module, files, ["filters:Shout", "rjsmin"], output="js/app.js").succeeds(stderr="")
    assert run.text("js/app.js") == "var a=1;var b=2"


def test_references_that_a_filter_emits_get_final_names() -> None:
    files: Files = {"css/a.scss": "$f: 'x.png'; a { background: url($f) }", "css/x.png": b"x"}
    run = compile_bundle(files, ["libsass"], 'style = "compressed"', contents=["css/a.scss"]).succeeds()
    assert run.text("css/app.css") == f'a{{background:url("{run.entry("css/x.png").path.removeprefix("css/")}")}}'


def test_address_in_a_member_of_another_folder_is_rebased_after_an_input_filter() -> None:
    files: Files = {
        "vendor/a.scss": "@import 'part';",
        "vendor/_part.scss": "a { b: url(x.png) }",
        "vendor/x.png": b"x",
    }
    run = compile_bundle(files, ["libsass"], 'style = "compressed"', contents=["vendor/a.scss"]).succeeds()
    assert run.text("css/app.css") == f"a{{b:url(../{run.entry('vendor/x.png').path})}}"


def test_paths_in_options_are_below_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = (
        'encodings = []\n[bundles."css/app.css"]\ncontents = ["css/a.scss"]\nfilters = ["libsass"]\n'
        '[filters.libsass]\nincludes = ["scss/lib", "scss/none"]\nstyle = "compressed"\n'
    )
    site = Site({"css/a.scss": "@import 'part';"}, config=config, project={"scss/lib/_part.scss": "a { b: c }"})
    config_file = site.folder / "assetbuild.toml"
    elsewhere = Site(folder=tmp_path)
    assert elsewhere.compile("--config", str(config_file)).status == 0
    manifest = (site.output / "manifest.json").read_text()
    found = re.search(r"css/app\.[0-9a-f]{12}\.css", manifest)
    assert found
    assert (site.output / found[0]).read_text() == "a{b:c}"


def test_state_lives_from_input_to_output_of_one_bundle_alone() -> None:
    module = """
        class Collect(Filter):
            def setup(self):
                self.seen = []
            def input(self, _in, out, *, source, source_path, output, output_path, **kw):
                assert Path(source_path).read_text() == _in.read()
                self.seen.append((source, output))
            def output(self, _in, out, *, output, **kw):
                out.write(f"{output} of {self.seen}")
    """
    config = (
        'encodings = []\n[bundles."x.txt"]\ncontents = ["a.txt", "b.txt"]\nfilters = ["filters:Collect"]\n'
        '[bundles."y.txt"]\ncontents = ["b.txt"]\nfilters = ["filters:Collect"]\n'
    )
    head = "from pathlib import Path\nfrom webassets.filter import Filter\n"
    project = {"filters.py": head + dedent(module)}
    run = Site({"a.txt": "a", "b.txt": "b"}, config=config, project=project).compile().succeeds(stderr="")
    assert run.text("x.txt") == "x.txt of [('a.txt', 'x.txt'), ('b.txt', 'x.txt')]"
    assert run.text("y.txt") == "y.txt of [('b.txt', 'y.txt')]"


def test_filters_run_by_their_kind_and_then_in_their_order() -> None:
    module = """
        def make(letter, *methods):
            def step(self, _in, out, **kw):
                out.write(_in.read() + letter)
            def open(self, out, source_path, **kw):
                out.write(letter)
            def concat(self, out, hunks, **kw):
                out.write("+".join(hunk.data() for hunk, info in hunks))
            steps = {"open": open, "concat": concat, "input": step, "output": step}
            return type(letter, (Filter,), {name: steps[name] for name in methods})

        A = make("a", "output")
        B = make("b", "input", "output")
        C = make("c", "open")
        D = make("d", "concat")
        E = make("e", "input")
    """
    names = ["filters:A", "filters:B", "filters:C", "filters:D", "filters:E"]
    run = own(module, {"x.txt": "x", "y.txt": "y"}, names, output="z.txt").succeeds(stderr="")
    assert run.text("z.txt") == "cbe+cbeab"


def test_open_and_input_of_one_filter_follow_each_other() -> None:
    module = """
        class Both(Filter):
            def open(self, out, source_path, **kw):
                out.write(Path(source_path).read_text() + " opened")
            def input(self, _in, out, **kw):
                out.write(_in.read() + " and read")
    """
    run = own(module, {"x.txt": "x"}, ["filters:Both"], output="z.txt").succeeds(stderr="")
    assert run.text("z.txt") == "x opened and read"


@pytest.mark.parametrize(
    ("method", "does"),
    [
        pytest.param("concat(self, out, hunks, **kw)", "make one text of a bundle's members", id="concat"),
        pytest.param("open(self, out, source_path, **kw)", "read the members from the disk", id="open"),
    ],
)
def test_two_filters_cannot_do_what_one_can(method: str, does: str) -> None:
    module = f"class A(Filter):\n    def {method}: pass\nclass B(A): pass\n"
    run = own(module, {"x.txt": "x"}, ["filters:A", "filters:B"], output="z.txt")
    assert run.status == 2
    assert f"error: the filters 'filters:A' and 'filters:B' both {does}\n" in run.stderr
    assert run.stderr.endswith("  hint: make two bundles, and a third of these\n")


def test_filters_that_change_the_current_folder_meet_neither_each_other_nor_the_output() -> None:
    module = """
        import os, time
        from pathlib import Path
        from webassets.utils import working_directory

        class There(Filter):
            def input(self, _in, out, source_path, **kw):
                with working_directory(filename=source_path):
                    time.sleep(0.002)
                    out.write(Path("name.inc").read_text())
            def output(self, _in, out, **kw):
                assert os.path.exists("filters.py")
                os.chdir("/")
                out.write(_in.read())
    """
    count = 12
    files = {f"d{n}/a.txt": "" for n in range(count)} | {f"d{n}/name.inc": f"{n}" for n in range(count)}
    config = "encodings = []\n" + "".join(
        f'[bundles."d{n}.txt"]\ncontents = ["d{n}/a.txt"]\nfilters = ["filters:There"]\n' for n in range(count)
    )
    project = {"filters.py": "from webassets.filter import Filter\n" + dedent(module)}
    site = Site(files, config=config, project=project)
    run = site.compile("--jobs", "8").succeeds(stderr="")
    assert [run.text(f"d{n}.txt") for n in range(count)] == [str(n) for n in range(count)]
    assert sorted(path.name for path in site.folder.iterdir()) == ["assetbuild.toml", "assets", "dist", "filters.py"]
    assert sorted(path.name for path in (site.folder / "assets").iterdir()) == sorted(f"d{n}" for n in range(count))


def test_what_a_filter_prints_is_a_warning_and_not_part_of_the_result() -> None:
    module = """
        class Loud(Filter):
            def input(self, _in, out, **kw):
                print("deprecated: a")
                out.write(_in.read())
            def output(self, _in, out, **kw):
                print("deprecated: b")
                out.write(_in.read())
    """
    run = own(module, {"x.txt": "x"}, ["filters:Loud"], output="z.txt", arguments=("--json",)).succeeds(
        stderr="""\
        assets/x.txt: warning: the filter 'filters:Loud' says: deprecated: a
        z.txt: warning: the filter 'filters:Loud' says: deprecated: b
        """
    )
    assert run.json["ok"]


def test_cssrewrite_does_nothing_and_says_so() -> None:
    files: Files = {"css/a.css": "a { b: url(x.png) }", "css/x.png": b"x"}
    run = compile_bundle(files, ["cssrewrite"], contents=["css/a.css"], arguments=("-v",)).succeeds(
        stderr="css/app.css: info: `cssrewrite` does nothing here: every reference is rewritten without it\n"
    )
    assert run.text("css/app.css") == f"a {{ b: url({run.entry('css/x.png').path.removeprefix('css/')}) }}"


def test_context_answers_what_filters_ask_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLACE_SECRET", "from the environment")
    module = """
        class Place(Filter):
            options = {"near": "PLACE_NEAR", "secret": "PLACE_SECRET"}
            def input(self, _in, out, source, source_path, **kw):
                ctx = self.ctx
                assert ctx.environment is ctx.env is ctx
                assert (ctx.debug, ctx.cache, ctx.auto_build, ctx.manifest) == (False, None, False, None)
                assert self.get_config("directory") == ctx.directory == ctx.get("directory")
                assert ctx.resolver.resolve_source(ctx, source) == source_path
                assert self.get_config("PLACE_FAR") == "far" and self.get_config("PLACE_NO", require=False) is None
                found = [
                    self.near,
                    self.secret,
                    ctx.resolver.resolve_source(ctx, "other")[len(ctx.directory):],
                    ctx.resolver.resolve_source_to_url(ctx, source_path, source),
                    ctx.resolver.resolve_output_to_url(ctx, "z.txt"),
                ]
                out.write(str(found))
    """
    options = 'PLACE_NEAR = "near"\nPLACE_FAR = "far"'
    run = own(module, {"x.txt": "x"}, ["filters:Place"], options, output="z.txt").succeeds(stderr="")
    assert run.text("z.txt") == f"['near', None, '{os.sep}other', '/static/x.txt', '/static/z.txt']"


TOOL = """
    import sys
    text = sys.stdin.read() if len(sys.argv) < 2 else open(sys.argv[1]).read()
    if "bad" in text:
        sys.exit("line 1: this is bad")
    print("to be ignored", file=sys.stderr)
    if len(sys.argv) > 2:
        open(sys.argv[2], "w").write(text.upper())
    else:
        print(text.upper(), end="")
"""
CALLS = [
    pytest.param("argv = ['{self.binary}', 'tool.py']", "X", id="standard input and output"),
    pytest.param("argv = ['{self.binary}', 'tool.py', '{{input}}', '{{output}}']", "X", id="temporary files"),
    pytest.param("argv = ['{self.binary}', 'tool.py']\n    method = 'input'", "X", id="input"),
    pytest.param("argv = ['{self.binary}', 'tool.py', '{1}']\n    method = 'open'", "X", id="open"),
    pytest.param(
        "def output(self, _in, out, **kw):\n        self.subprocess([self.binary, 'tool.py', '{input}'], out, _in)",
        "X",
        id="own call",
    ),
]


def external(body: str, text: str = "x", *, binary: str = PYTHON) -> Run:
    module = (
        "from webassets.filter import ExternalTool\n"
        f"class Tool(ExternalTool):\n    name = 'tool'\n    options = {{'binary': 'TOOL_BIN'}}\n    {body}\n"
    )
    project = {"filters.py": module, "tool.py": dedent(TOOL), "other/tool": "no program"}
    files = {"x.txt": text}
    return compile_bundle(files, ["filters:Tool"], f"binary = {binary!r}", output="z.txt", project=project)


@pytest.mark.parametrize(("body", "expected"), CALLS)
def test_external_tool(body: str, expected: str) -> None:
    assert external(body).succeeds(stderr="").text("z.txt") == expected


@pytest.mark.parametrize(
    ("binary", "message"),
    [
        pytest.param(
            PYTHON,
            "tool: subprocess returned a non-success result code: 1, stdout=, stderr=line 1: this is bad\n",
            id="exit status",
        ),
        pytest.param(
            "no-such-tool",
            "the program 'no-such-tool' cannot be started: No such file or directory\n"
            '  hint: install \'no-such-tool\', and set binary = "path/to/no-such-tool" in [filters."filters:Tool"]\n',
            id="missing",
        ),
    ],
)
def test_external_tool_that_fails(binary: str, message: str) -> None:
    run = external("argv = ['{self.binary}', 'tool.py']", "bad", binary=binary)
    run.fails(stderr=f"z.txt: error: the filter 'filters:Tool' failed: {message}")


def test_external_tool_that_is_no_program_is_named_by_its_path() -> None:
    run = external("argv = ['{self.binary}']", binary="other/tool")
    assert run.status == 1
    path = run.site.folder.resolve() / "other" / "tool"
    assert f"the program '{path}' cannot be started: Permission denied\n" in run.stderr


def test_function_that_starts_a_program_which_is_missing() -> None:
    module = "import subprocess\ndef f(_in, out):\n    subprocess.run(['no-tool'], check=True)\n"
    own(module, {"x.txt": "x"}, ["filters:f"], output="z.txt").fails(
        stderr="""\
        z.txt: error: the filter 'filters:f' failed: the program 'no-tool' cannot be started: No such file or directory
          hint: install 'no-tool'
        """
    )


def test_fault_that_a_filter_raises_itself_is_shown_as_it_is() -> None:
    module = """
        from assetbuild.errors import AssetbuildError, locate
        def f(_in, out):
            text = _in.read()
            raise AssetbuildError("no tabs here", locate("x.txt", text, text.index("\\t")), "use spaces")
    """
    own(module, {"x.txt": "ab\tc\n"}, ["filters:f"], output="z.txt").fails(
        stderr="""\
        assets/x.txt:1:3: error: no tabs here
          1 | ab c
            |   ^
          hint: use spaces
        """
    )


def test_data_file_that_a_filter_misses_is_no_missing_program() -> None:
    module = "class F(Filter):\n    def output(self, _in, out, **kw):\n        open('none.txt')\n"
    run = own(module, {"x.txt": "x"}, ["filters:F"], output="z.txt")
    place = f"{run.site.folder.resolve()}/filters.py:5, in output"
    run.fails(
        stderr="z.txt: error: the filter 'filters:F' failed: FileNotFoundError: [Errno 2] No such file or directory: "
        f"'none.txt' ({place})\n"
    )


def script(folder: Path, name: str, body: str) -> str:
    """An executable below `folder`, which stands for a tool of another language; its path from there."""
    file = folder / "bin" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!{sys.executable}\n{dedent(body)}")
    file.chmod(0o755)
    return f"bin/{name}"


ECHO = """
    import os, sys
    print(sys.argv[1:], os.path.basename(os.getcwd()), sys.stdin.read())
"""
TOOLS = [
    pytest.param("less", "css/a.less", 'binary = "bin/tool"\nextra_args = ["-x"]', "['-x', '-'] css a{}\n", id="less"),
    pytest.param(
        "less",
        "css/a.less",
        'LESS_BIN = "bin/tool --js"\npaths = ["bin"]',
        "['--js', '--include-path={0}/bin', '-'] css a{{}}\n",
        id="less, program with arguments",
    ),
    pytest.param(
        "scss", "css/a.scss", 'binary = "bin/tool"', "['--stdin', '--style', 'expanded'] css a{}\n", id="scss"
    ),
    pytest.param(
        "stylus", "css/a.styl", 'stylus = "bin/tool"', "['--include', '{0}/assets/css'] {1} a{{}}\n", id="stylus"
    ),
    pytest.param("postcss", "css/a.css", 'binary = "bin/tool"', "[] css a{}\n", id="postcss"),
    pytest.param("cleancss", "css/a.css", 'binary = "bin/tool"', None, id="cleancss"),
]


@pytest.mark.parametrize(("name", "member", "options", "expected"), TOOLS)
def test_tool_is_found_below_the_configuration_and_started_as_webassets_does(
    name: str, member: str, options: str, expected: str | None
) -> None:
    config = f'encodings = []\n[bundles."css/app.txt"]\ncontents = ["{member}"]\nfilters = ["{name}"]\n'
    site = Site({member: "a{}"}, config=f"{config}[filters.{name}]\n{options}\n")
    script(site.folder, "tool", "print('5.1')" if expected is None else ECHO)
    run = site.compile().succeeds(stderr="")
    folder = site.folder.resolve()
    wanted = "5.1\n" if expected is None else expected
    assert run.text("css/app.txt") == (wanted.format(folder, folder.name) if "{0}" in wanted else wanted)


def test_java_tool_runs_the_program_of_java_home() -> None:
    config = (
        'encodings = []\n[bundles."js/app.txt"]\ncontents = ["js/a.js"]\nfilters = ["yui_js"]\n'
        '[filters.yui_js]\nYUI_COMPRESSOR_PATH = "bin/yui.jar"\nJAVA_HOME = "."\n'
    )
    site = Site({"js/a.js": "a"}, config=config, project={"bin/yui.jar": ""})
    script(site.folder, "java", "import sys\nprint(sys.argv[1:3])")
    jar = site.folder.resolve() / "bin" / "yui.jar"
    assert site.compile().succeeds().text("js/app.txt") == f"['-jar', '{jar}']\n"


SETUPS = [
    pytest.param(
        "slimit",
        "the filter 'slimit' cannot be set up: The \"slimit\" package is not installed.",
        "its engine is no longer kept; `rjsmin` or `uglifyjs` does that work",
        id="dead",
    ),
    pytest.param(
        "cssmin",
        "the filter 'cssmin' cannot be set up: The \"cssmin\" package is not installed.",
        "pip install cssmin",
        id="missing package, hidden by webassets",
    ),
    pytest.param(
        "yui_css",
        "the filter 'yui_css' cannot be set up: YUI Compressor jar can't be found.\nPlease provide a "
        "YUI_COMPRESSOR_PATH setting or an environment variable with the full path to the YUI compressor jar.",
        "set `YUI_COMPRESSOR_PATH` in [filters.yui_css]; environment variables are not read",
        id="missing setting",
    ),
]


@pytest.mark.parametrize(("name", "message", "hint"), SETUPS)
def test_what_cannot_be_set_up(name: str, message: str, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("cssmin", "slimit"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setenv("YUI_COMPRESSOR_PATH", __file__)
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse(name), ".")
    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_missing_package_is_named_as_pip_knows_it(tmp_path: Path) -> None:
    module = "from webassets.filter import Filter\nclass F(Filter):\n    def setup(self):\n        import spritecss\n"
    (tmp_path / "filters.py").write_text(module + "    def output(self, _in, out): pass\n")
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("filters:F"), str(tmp_path))
    assert raised.value.message == "the filter 'filters:F' cannot be set up: No module named 'spritecss'"
    assert raised.value.hint == "pip install spritemapper"


def test_setup_that_crashes_is_told_with_its_line(tmp_path: Path) -> None:
    module = "from webassets.filter import Filter\nclass F(Filter):\n    def setup(self):\n        1 / 0\n"
    (tmp_path / "filters.py").write_text(module)
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("filters:F"), str(tmp_path))
    place = f"({tmp_path}/filters.py:4, in setup)"
    message = f"the filter 'filters:F' cannot be set up: ZeroDivisionError: division by zero {place}"
    assert (raised.value.message, raised.value.hint) == (message, None)


@pytest.mark.parametrize(
    ("name", "option", "value", "message", "hint"),
    [
        pytest.param(
            "less",
            "extra_args",
            "-x",
            "must be a list of strings",
            "write it in brackets: extra_args = [...]",
            id="list",
        ),
        pytest.param(
            "stylus",
            "STYLUS_PLUGINS",
            "nib",
            "must be a list of strings",
            "write it in brackets: STYLUS_PLUGINS = [...]",
            id="list by its declared type",
        ),
        pytest.param("less", "LESS_BIN", ["lessc"], "must be a string", None, id="string"),
    ],
)
def test_option_of_a_wrong_type(name: str, option: str, value: object, message: str, hint: str | None) -> None:
    with pytest.raises(OptionError) as raised:
        find_filter(FilterUse(name, ((option, value),)), ".")
    assert raised.value.message == f"the option `{option}` of the filter {name!r} {message}"
    assert (raised.value.option, raised.value.hint) == (option, hint)


def test_failure_in_a_filter_of_webassets_shows_no_line_of_its_engine() -> None:
    run = compile_bundle({"css/a.css": "{{ x. }}"}, ["jinja2"])
    run.fails(
        stderr="assets/css/a.css: error: the filter 'jinja2' failed: TemplateSyntaxError: expected name or number\n"
    )


def test_result_is_the_same_every_time_and_on_any_number_of_workers() -> None:
    files = {f"css/{n}.scss": f"a {{ b {{ c: {n} }} }}" for n in range(12)}
    config = "encodings = []\n" + "".join(
        f'[bundles."css/{n}.css"]\ncontents = ["css/{n}.scss"]\nfilters = ["libsass", "cssutils"]\n' for n in range(12)
    )
    runs = [Site(files, config=config).compile("--jobs", jobs).succeeds(stderr="") for jobs in ("1", "8")]
    assert len({(run.site.output / "manifest.json").read_bytes() for run in runs}) == 1
    assert runs[0].text("css/7.css") == "a b{c:7}"
