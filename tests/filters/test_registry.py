"""Filters are found by name: built in, by entry point, in webassets' registry, or as `module:attribute`."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from assetbuild.errors import Location, UsageError
from assetbuild.filters.options import OptionError
from assetbuild.filters.registry import find_filter, known_names
from assetbuild.model import Filter, FilterUse
from tests.sites import Site

CSS = {"css/a.css": "a { color: red }\n"}
NATIVE = """\
from assetbuild.model import Filter, Filtered


def each(source, options, fetch):
    return Filtered(source.text.upper())


shout = Filter("shout", "1", each=each, options=frozenset({"loud", "quiet"}))
"""


def bundle(name: str, options: str = "") -> str:
    table = f'[filters."{name}"]\n{options}\n' if options else ""
    return f'[bundles."css/app.css"]\ncontents = ["css/*.css"]\nfilters = ["{name}"]\n{table}'


def own(module: str, name: str, *, options: str = "", project: dict[str, str] | None = None) -> Site:
    return Site(CSS, config=bundle(name, options), project={"filters.py": module, **(project or {})})


def test_built_in_filters_need_neither_webassets_nor_a_look_at_installed_distributions() -> None:
    code = """if True:
        import sys
        from assetbuild.filters.registry import find_filter
        from assetbuild.model import FilterUse
        find_filter(FilterUse("rcssmin"), ".")
        find_filter(FilterUse("rjsmin"), ".")
        print(sorted({"webassets", "importlib.metadata"} & sys.modules.keys()))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_known_names_hold_those_built_in_and_those_of_webassets() -> None:
    assert {"rcssmin", "rjsmin", "libsass", "jst", "cssrewrite"} <= set(known_names())
    assert known_names() == sorted(known_names())


def test_built_in_filters_win_over_webassets() -> None:
    assert find_filter(FilterUse("rjsmin"), ".").pure
    assert not find_filter(FilterUse("jsmin"), ".").pure


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        pytest.param("rcsmin", "did you mean 'rcssmin' or 'rjsmin' or 'cssmin'?", id="near a known one"),
        pytest.param("zzz", "a filter of your own is written `module:Class`", id="near none"),
    ],
)
def test_unknown_filter_names_the_nearest(name: str, hint: str) -> None:
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse(name), ".")
    assert (raised.value.message, raised.value.hint) == (f"there is no filter {name!r}", hint)


@pytest.mark.parametrize(
    ("name", "option", "hint"),
    [
        pytest.param("rcssmin", "keep", "it takes no options", id="built in"),
        pytest.param("less", "binari", "did you mean 'binary'?", id="argument of a class"),
        pytest.param("less", "LESS_BINN", "did you mean 'LESS_BIN' or 'LESS_LINE_NUMBERS'?", id="setting of a class"),
        pytest.param("closure_js", "JAVA_HOMES", "did you mean 'JAVA_HOME'?", id="setting that a class asks for"),
        pytest.param("libsass", "zzz", "its options: as_output, includes, style", id="near none"),
        pytest.param(
            "coffeescript",
            "coffee_deprecated",
            "its options: COFFEE_PATH, binary, no_bare",
            id="setting without argument",
        ),
    ],
)
def test_unknown_option_names_the_nearest(name: str, option: str, hint: str, tmp_path: Path) -> None:
    jar = tmp_path / "compiler.jar"
    jar.touch()
    more = (("CLOSURE_COMPRESSOR_PATH", str(jar)),) if name == "closure_js" else ()
    with pytest.raises(OptionError) as raised:
        find_filter(FilterUse(name, ((option, "x"), *more)), str(tmp_path))
    assert raised.value.message == f"the filter {name!r} has no option `{option}`"
    assert (raised.value.option, raised.value.hint) == (option, hint)


def test_option_error_survives_pickling() -> None:
    error = pickle.loads(pickle.dumps(OptionError("message", "key", "hint")))
    assert (error.message, error.option, error.hint, error.where) == ("message", "key", "hint", None)


def test_unknown_option_is_shown_at_its_line() -> None:
    run = own(NATIVE, "filters:shout", options="quiet = true\nloude = 1").compile()
    assert run.status == 2
    assert run.stderr.startswith("assetbuild.toml:6:")
    assert "the filter 'filters:shout' has no option `loude`" in run.stderr
    assert run.stderr.endswith("hint: did you mean 'loud'?\n")


FORMS = [
    pytest.param("filters:shout", NATIVE, "A { COLOR: RED }", "", id="Filter"),
    pytest.param(
        "filters:f", "def f(_in, out):\n    out.write(_in.read() + 'b{}')\n", "a { color: red }b{}", "", id="function"
    ),
    pytest.param(
        "filters:f",
        "def f(_in, out, **kw):\n    out.write(f'{_in.read()}/* {kw} */')\n",
        "a { color: red }/* {'n': 3} */",
        "n = 3",
        id="function with options",
    ),
    pytest.param("filters:f", "f = lambda *args: args[1].write('b{}')", "b{}", "", id="function of any arguments"),
    pytest.param(
        "filters:f",
        "class F:\n    def __call__(self, _in, out):\n        out.write('c{}')\nf = F()\n",
        "c{}",
        "",
        id="callable object",
    ),
    pytest.param(
        "filters:F",
        "class F:\n    def __init__(self, n=1):\n        self.n = n\n"
        "    def __call__(self, _in, out):\n        out.write('c{}' * self.n)\n",
        "c{}c{}",
        "n = 2",
        id="class of callable objects",
    ),
    pytest.param(
        "filters:F",
        "from webassets.filter import Filter\n"
        "class F(Filter):\n    def output(self, _in, out, **kw):\n        out.write('d{}')\n",
        "d{}",
        "",
        id="webassets class",
    ),
    pytest.param(
        "filters:f",
        "from webassets.filter import Filter\n"
        "class F(Filter):\n    options = {'c': 'F_C'}\n"
        "    def output(self, _in, out, **kw):\n        out.write(self.c)\n"
        "f = F(c='e{}')",
        "e{}",
        "",
        id="webassets instance",
    ),
    pytest.param(
        "filters:make",
        "def make(*, c):\n    def f(_in, out):\n        out.write(c)\n    return f\n",
        "f{}",
        'c = "f{}"',
        id="factory of a function",
    ),
    pytest.param(
        "filters:make", NATIVE + "def make():\n    return shout\n", "A { COLOR: RED }", "", id="factory of a Filter"
    ),
    pytest.param(
        "filters:make",
        "from webassets.filter import Filter\n"
        "class F(Filter):\n    def output(self, _in, out, **kw):\n        out.write('g{}')\n"
        "make = lambda: F",
        "g{}",
        "",
        id="factory of a webassets class",
    ),
    pytest.param(
        "filters:Box.f", "class Box:\n    f = staticmethod(lambda i, o: o.write('h{}'))", "h{}", "", id="dotted"
    ),
]


@pytest.mark.parametrize(("name", "module", "expected", "options"), FORMS)
def test_filter_of_your_own(name: str, module: str, expected: str, options: str) -> None:
    run = own(module, name, options=options).compile().succeeds(stderr="")
    assert run.text("css/app.css") == expected


def test_module_in_a_package_sees_its_siblings_relative_and_absolute() -> None:
    project = {
        "tools/__init__.py": "",
        "tools/css.py": "from .inner import TEXT\nfrom outer import MORE\ndef f(i, o): o.write(TEXT + MORE)\n",
        "tools/inner.py": "TEXT = 'a{}'\n",
        "outer.py": "MORE = 'b{}'\n",
    }
    run = own("", "tools.css:f", project=project).compile().succeeds()
    assert run.text("css/app.css") == "a{}b{}"


def test_module_in_a_folder_without_init_is_found() -> None:
    run = own("", "tools.css:f", project={"tools/css.py": "def f(i, o): o.write('a{}')\n"}).compile().succeeds()
    assert run.text("css/app.css") == "a{}"


def test_modules_of_one_name_in_two_projects_do_not_meet() -> None:
    first = own("TEXT = 'one{}'\ndef f(i, o): o.write(TEXT)\n", "filters:f")
    second = own("TEXT = 'two{}'\ndef f(i, o): o.write(TEXT)\n", "filters:f")
    assert [site.compile().text("css/app.css") for site in (first, second, first)] == ["one{}", "two{}", "one{}"]


def test_importing_leaves_nothing_behind() -> None:
    site = own("import os.path\ndef f(i, o): o.write('a{}')\n", "filters:f")
    path, writes = [*sys.path], sys.dont_write_bytecode
    site.compile().succeeds()
    assert (sys.path, sys.dont_write_bytecode) == (path, writes)
    assert "filters" not in sys.modules
    assert not (site.folder / "__pycache__").exists()


def test_module_that_is_loaded_already_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    another = type(sys)("filters")
    monkeypatch.setitem(sys.modules, "filters", another)
    own("def f(i, o): o.write('a{}')\n", "filters:f").compile().succeeds()
    assert sys.modules["filters"] is another


def test_module_is_also_found_where_python_looks() -> None:
    run = Site(CSS, config=bundle("webassets.filter.jst:JST")).compile().succeeds()
    assert "window.JST['a']" in run.text("css/app.css")


LOADING = [
    pytest.param(
        "filters:shut", NATIVE, "'filters' has no 'shut'", "did you mean 'shout'?", id="attribute near another"
    ),
    pytest.param("filters:zzz", NATIVE, "'filters' has no 'zzz'", None, id="attribute near none"),
    pytest.param("filter:f", "", "there is no module 'filter'", "did you mean 'filters'?", id="module near another"),
    pytest.param(
        "filters.x:f",
        "",
        "there is no module 'filters.x'",
        "did you mean 'filters'?",
        id="module in what is no package",
    ),
    pytest.param(
        "filters:f",
        "import nowhere_at_all\n",
        "ModuleNotFoundError: No module named 'nowhere_at_all' ({folder}/filters.py:1, in <module>)",
        "pip install nowhere_at_all",
        id="package that it imports",
    ),
    pytest.param(
        "filters:f",
        "def g():\n    return {}['k']\n\nX = g()\n",
        "KeyError: 'k' ({folder}/filters.py:2, in g)",
        None,
        id="exception",
    ),
    pytest.param(
        "filters:f", "import sys\nsys.exit(3)\n", "SystemExit: 3 ({folder}/filters.py:2, in <module>)", None, id="exit"
    ),
]


@pytest.mark.parametrize(("name", "module", "message", "hint"), LOADING)
def test_module_that_cannot_be_loaded(name: str, module: str, message: str, hint: str | None, tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text(module)
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse(name), str(tmp_path))
    assert raised.value.message == f"the filter {name!r} cannot be loaded: {message.format(folder=tmp_path)}"
    assert raised.value.hint == hint


def test_module_near_none_says_where_it_is_looked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("zzz:f"), str(tmp_path))
    assert raised.value.hint == f"it is looked for in {tmp_path}; a filter of your own is written `module:Class`"


def test_module_that_is_no_python_shows_its_line(tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text("x = 1\ndef f(:\n")
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("filters:f"), str(tmp_path))
    assert raised.value.message == "the filter 'filters:f' cannot be loaded: not valid Python: invalid syntax"
    assert raised.value.where == Location(str(tmp_path / "filters.py"), 2, 7, "def f(:")


@pytest.mark.parametrize("name", ["filters.py:f", "./filters:f", "filters:", ":f", "filters:f:g"])
def test_name_that_python_could_not_import(name: str) -> None:
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse(name), ".")
    assert raised.value.message == f"{name!r} names no filter"
    assert raised.value.hint == "a filter of your own is written `module:Class`, without a path and without `.py`"


WRONG = [
    pytest.param("f = 3", "'filters:f' gives the int 3, which is no filter", id="number"),
    pytest.param("def f(): return None", "'filters:f' gives NoneType, which is no filter", id="factory of nothing"),
    pytest.param(
        "def f(): return lambda: 1", "'filters:f' gives function, which is no filter", id="factory of a factory"
    ),
    pytest.param(
        "def f(): raise OSError('no disk')",
        "the filter 'filters:f' cannot be made: OSError: no disk ({folder}/filters.py:1, in f)",
        id="factory that fails",
    ),
    pytest.param(
        "def f(*, size): pass", "the filter 'filters:f' needs the option `size`", id="option that must be set"
    ),
    pytest.param("from webassets.filter import Filter as f", "{methods}", id="class without methods"),
]


@pytest.mark.parametrize(("module", "message"), WRONG)
def test_what_is_no_filter(module: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text(module + "\n")
    methods = "the webassets filter 'filters:f' has none of the methods input, open, output, concat"
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("filters:f"), str(tmp_path))
    assert raised.value.message == message.format(folder=tmp_path, methods=methods)


@pytest.mark.parametrize(
    "module",
    [
        pytest.param("def f(_in, out, *, size=1): pass", id="function"),
        pytest.param("def f(*, size=1): pass", id="factory"),
    ],
)
def test_unknown_option_of_a_callable(module: str, tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text(module + "\n")
    with pytest.raises(OptionError) as raised:
        find_filter(FilterUse("filters:f", (("sise", 2),)), str(tmp_path))
    assert raised.value.message == "the filter 'filters:f' has no option `sise`"
    assert raised.value.hint == "did you mean 'size'?"


def test_instance_takes_no_options(tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text("from webassets.filter.jst import JST\nf = JST()\n")
    with pytest.raises(OptionError) as raised:
        find_filter(FilterUse("filters:f", (("bare", True),)), str(tmp_path))
    assert raised.value.hint == "it takes no options"


def test_what_has_no_signature_is_taken_for_a_function_of_two_texts(tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text("class F:\n    __signature__ = 3\n    def __call__(self, *a): pass\nf = F()\n")
    assert find_filter(FilterUse("filters:f"), str(tmp_path)).whole


CRASHES = [
    pytest.param(
        "import json\ndef f(_in, out):\n    return json.loads('[')\n",
        "JSONDecodeError: Expecting value: line 1 column 2 (char 1) ({folder}/filters.py:3, in f)",
        id="deep in a library",
    ),
    pytest.param(
        "def f(_in, out):\n    raise SystemExit(4)\n", "SystemExit: 4 ({folder}/filters.py:2, in f)", id="exit"
    ),
    pytest.param("def f(_in, out):\n    assert 0\n", "AssertionError ({folder}/filters.py:2, in f)", id="no text"),
    pytest.param(
        "def f(_in, out):\n    return _in.read()\n",
        "TypeError: it returned the text; it must write it: out.write(text)",
        id="returns the text",
    ),
    pytest.param(
        "def f(_in, out):\n    out.write('\\udc80')\n",
        "UnicodeEncodeError: 'utf-8' codec can't encode character '\\udc80' in position 0: surrogates not allowed",
        id="writes what is no text",
    ),
    pytest.param(
        "from assetbuild.model import Filter\nf = Filter('f', '1', whole=lambda source, options, fetch: source.text)\n",
        "TypeError: it returned str, not Filtered",
        id="Filter of a wrong type",
    ),
    pytest.param(
        "from assetbuild.model import Filter\ndef each(source, options, fetch):\n    return 1 / 0\n"
        "f = Filter('f', '1', each=each)\n",
        "ZeroDivisionError: division by zero ({folder}/filters.py:3, in each)",
        id="Filter that fails",
    ),
    pytest.param(
        "from assetbuild.model import Filter\ndef start(output):\n    raise ValueError(output)\n"
        "f = Filter('f', '1', whole=start, start=start)\n",
        "ValueError: css/app.css ({folder}/filters.py:3, in start)",
        id="Filter that cannot start",
    ),
]


@pytest.mark.parametrize(("module", "message"), CRASHES)
def test_filter_that_crashes_is_told_with_its_line(module: str, message: str) -> None:
    site = own(module, "filters:f")
    place = "assets/css/a.css" if "each=each" in module else "css/app.css"
    folder = site.folder.resolve()
    site.compile().fails(stderr=f"{place}: error: the filter 'filters:f' failed: {message.format(folder=folder)}\n")


def distribution(folder: Path, name: str, value: str, module: str, filter_name: str = "shout") -> Path:
    """A folder for sys.path with an installed distribution that has one entry point."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[assetbuild.filters]\n{filter_name} = {value}\n")
    (folder / f"{name}.py").write_text(module)
    return folder


def test_entry_point_of_an_installed_distribution(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(distribution(tmp_path, "ab_shout", "ab_shout:shout", NATIVE))
    run = Site(CSS, config=bundle("shout", "loud = true")).compile().succeeds()
    assert run.text("css/app.css") == "A { COLOR: RED }"
    assert "shout" in known_names()


def test_entry_point_with_a_name_of_webassets_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = (
        "from webassets.filter import Filter\nclass Slimit(Filter):\n    def setup(self): raise OSError('no disk')\n"
    )
    monkeypatch.syspath_prepend(distribution(tmp_path, "ab_slimit", "ab_slimit:Slimit", module, "slimit"))
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("slimit"), ".")
    assert (raised.value.message, raised.value.hint) == ("the filter 'slimit' cannot be set up: no disk", None)


def test_entry_point_that_two_distributions_share_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ab_new_name", "ab_old_name"):
        monkeypatch.syspath_prepend(distribution(tmp_path / name, name, "ab_new_name:shout", NATIVE))
    assert find_filter(FilterUse("shout"), ".").name == "shout"


def test_two_distributions_may_not_give_one_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ab_two", "ab_one"):
        monkeypatch.syspath_prepend(distribution(tmp_path / name, name, f"{name}:shout", NATIVE))
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("shout"), ".")
    message = "two installed distributions give the filter 'shout': 'ab_one:shout' and 'ab_two:shout'"
    assert (raised.value.message, raised.value.hint) == (message, "remove one of them")


def test_entry_point_that_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(distribution(tmp_path, "ab_broken", "ab_broken:shout", "raise RuntimeError('no')\n"))
    with pytest.raises(UsageError) as raised:
        find_filter(FilterUse("shout"), ".")
    place = f"({tmp_path}/ab_broken.py:1, in <module>)"
    message = f"the filter 'shout', which is 'ab_broken:shout', cannot be loaded: RuntimeError: no {place}"
    assert (raised.value.message, raised.value.hint) == (message, "mend its package, or ask its authors")


def test_factory_may_give_a_filter_that_checks_its_options_itself(tmp_path: Path) -> None:
    (tmp_path / "filters.py").write_text(NATIVE + "def make(**options): return shout\n")
    assert isinstance(find_filter(FilterUse("filters:make", (("any", 1),)), str(tmp_path)), Filter)
