"""Style sheets by grammar, with white space and comments wherever they may stand, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Text = SearchStrategy[str]
GAP = st.sampled_from(
    [
        "",
        "",
        "",
        " ",
        " ",
        "\n",
        "\t",
        "\r\n",
        "\f",
        "  \n ",
        "/* c */",
        " /* c */ ",
        "/**/",
        "/*!l*/",
        "/*\\*/",
        "/*a*//*!b*/",
    ]
)
SPACE = st.sampled_from([" ", " ", "\n", " /* c */", "/**/ ", "\t ", "\r\n", "\f"])
_NAMES = st.sampled_from(
    [*"a b u ul -x _y é \\31 0 sm\\:x w\\/2 a\\26 b \\9 x\\( url".split(" "), "\\26 ", "first-line"]
)


def _joined(*parts: Text | str) -> Text:
    strategies = [st.just(part) if isinstance(part, str) else part for part in parts]
    return st.deferred(lambda: st.tuples(*strategies).map("".join))


def _spaced(*parts: Text | str) -> Text:
    """The parts with a gap between each two."""
    spaced: list[Text | str] = []
    for part in parts:
        spaced += [GAP, part] if spaced else [part]
    return _joined(*spaced)


def _list(item: Text, separator: Text | str, most: int = 3) -> Text:
    between = separator if not isinstance(separator, str) else st.just(separator)
    pairs = st.deferred(lambda: st.lists(st.tuples(between, item), min_size=1, max_size=most))
    return pairs.map(lambda each: "".join(mark * bool(index) + text for index, (mark, text) in enumerate(each)))


_STRINGS = st.sampled_from(
    ["''", '"x"', "'a  b'", "'\\'; }'", '"/* no */"', "'a\\\nb'", "'\\26 x'", '"u: , > "', "'url( x y )'", "'\\\\'"]
)
_URLS = st.sampled_from(
    "url(x.png)|url( x.png )|url('x y.png')|url( 'x  y' )|URL( x )|url(data:image/png;base64,A==)|url()"
    "|u\\72l(x)|-url(x)"
    "|url(\"data:image/svg+xml,<svg a='b  c'/>\")|url('data:x;base64,A A')|url(a\\ b)|url(//x;y)|URL(a;;b)"
    "|url('x' y( z ))"
    "|url( 'a\\\nb' )|+url(x)".split("|")
)
_NUMBERS = st.sampled_from(
    "0 1px +1px -.5em 2n 2n+1 +3 -n- 50% 1e3 U+26 U+0-7F U+4?? 1px\\9 #fff #0\\66 red".split(" ")
)
_WORDS = st.sampled_from(
    "auto red \\66 oo é a-b -x --y progid:DX.x(a='b',c=1) alpha(opacity=50) alpha( opacity = 50 ) "
    "[a] [ a b ] 1fr x=y x/y \\9 0\\0/".split(" ")
)
_ATOM = _STRINGS | _URLS | _NUMBERS | _WORDS


def _function(content: Text) -> Text:
    return _joined(st.sampled_from(["calc(", "var(", "rgb(", "f(", "(", "env(", "F\\(("]), GAP, content, GAP, ")")


VALUE = st.recursive(
    _ATOM,
    lambda inner: (
        _list(inner, SPACE)
        | _list(inner, _joined(GAP, ",", GAP))
        | _list(inner, st.sampled_from([" + ", " - ", "*", " * ", "/", " / ", "/**/+/**/", " +/**/"]))
        | _function(inner)
    ),
    max_leaves=6,
)
_BLOCK_VALUE = st.sampled_from(
    ["", " ", "{}", "{ a : b }", "{a:b;c:d}", "[ a , b ]", "a , b", "( a , b )", "a /* c */ b", "/**/"]
)
_IMPORTANT = st.sampled_from(["", "", "", "!important", " ! important", "/**/!/**/important", " !ie", "!IMPORTANT"])
_PROPERTY = st.sampled_from("color width *zoom _height -webkit-x filter content a U initial-value".split(" "))
DECLARATION = _joined(_PROPERTY, GAP, ":", GAP, VALUE, GAP, _IMPORTANT, GAP) | _joined(
    st.sampled_from(["--x", "--X", "-\\-x"]), GAP, ":", VALUE | _BLOCK_VALUE, _IMPORTANT, GAP
)

_ATTRIBUTE = st.sampled_from(
    ["[a]", "[a=b]", "[ a = 'b' ]", "[a~='b c' i]", "[a|=b]", "[a^= x]", "[a $='x' s]", "[x|a]", "[*|a]", "[a='b'i]"]
)
_PSEUDO = st.sampled_from(
    [
        ":hover",
        "::before",
        ":first-line",
        ":first-letter",
        ":nth-child( 2n + 1 )",
        ":nth-child(-n+3)",
        ":not( a > b )",
        ":is( a , b:hover )",
        ":where(> a)",
        ":nth-child(2n of a b)",
        "::slotted( a )",
        ":lang( en )",
        ":host( .a ) ",
    ]
)
_SIMPLE = _joined(".", _NAMES) | _joined("#", _NAMES) | _ATTRIBUTE | _PSEUDO | st.sampled_from(["/**/", "\\:x", "%a"])
_COMPOUND = _joined(st.sampled_from(["", "a", "*", "|a", "svg|a", "&", "b", "\\31 "]), _list(_SIMPLE, "")) | _NAMES
_COMBINATOR = (
    SPACE | _joined(GAP, st.sampled_from(">~+"), GAP) | st.sampled_from(["||", " || ", " > > ", "> +", "+5", ">/**/"])
)
SELECTOR = _list(_list(_COMPOUND, _COMBINATOR), _joined(GAP, ",", GAP))
_RELATIVE = _joined(st.sampled_from(["", "> ", "+", "~ ", "& ", "&", "&:hover ", "& > "]), SELECTOR)

_FEATURE = st.sampled_from(
    [
        "(min-width:1px)",
        "( min-width : 1px )",
        "(width >= 100px)",
        "(1px<width<=2px)",
        "(--x)",
        "(display : grid)",
        "selector( a > b )",
        "selector(a :hover)",
        "(--x: a , b)",
        "font-tech( x )",
        "((a:b) or (c:d))",
        "(a:url( x ))",
    ]
)
_QUERY = _list(
    _FEATURE | st.sampled_from("screen print all not only".split()), st.sampled_from([" and ", " ", " or ", " , ", ","])
)
_GROUPS = [
    _joined("@media", SPACE, _QUERY),
    _joined("@supports not ", _FEATURE),
    _joined("@supports", SPACE, _QUERY),
    _joined(st.sampled_from(["@layer", "@layer a . b", "@layer  a.b ", "@starting-style", "@scope", "@MEDIA print"])),
    _joined("@scope", SPACE, "( a  :hover )", GAP, "to", SPACE, "( b > c )"),
    _joined(
        st.sampled_from(["@container x ", "@container "]),
        st.sampled_from(["(width > 1px)", "style( --x : a , b )", "style(--x:a)"]),
    ),
    _joined(st.sampled_from(["@unknown a , b", "@-moz-document url-prefix( 'x' )", "@document url( x )"])),
]
_PLAIN_AT = st.sampled_from(
    [
        "@layer a , b;",
        "@import url( x.css ) screen , print;",
        "@import 'x' layer( a ) supports( display : grid );",
        "@namespace a url( x );",
        "@unknown a , b ;",
        "@charset 'x';",
        '@charset "x";',
        "@layer a;",
        "@import url(a b);",
        "@apply a  b;",
        "@import 'a;b' ;",
    ]
)
_FRAMES = _joined(
    st.sampled_from(["@keyframes x", "@-webkit-keyframes  x ", "@keyframes 'x'"]),
    _joined(
        "{", GAP, _list(_joined(st.sampled_from(["from", "to", "0% , 50.5%", "100%"]), GAP, "{a:b}"), GAP), GAP, "}"
    ),
)
_DESCRIPTORS = st.sampled_from(
    [
        "@font-face",
        "@page",
        "@page :first",
        "@page a:left ",
        "@property --x",
        "@counter-style x",
        "@font-palette-values --x",
    ]
)


def _body(content: Text) -> Text:
    return _joined("{", GAP, content, "}")


def _declarations(rule: Text | None = None) -> Text:
    plain = _joined(DECLARATION, ";", st.sampled_from(["", "", "", ";", " ; "]), GAP)
    item = plain if rule is None else plain | rule
    return _joined(st.lists(item, max_size=3).map("".join), st.just("") | DECLARATION | st.just(";"))


_STYLE = st.recursive(
    _joined(SELECTOR, GAP, _body(_declarations())),
    lambda inner: _joined(
        _RELATIVE | st.one_of(_GROUPS), GAP, _body(_declarations(_joined(inner, GAP) | _joined(_PLAIN_AT, GAP)))
    ),
    max_leaves=3,
)
_TOP = (
    _STYLE
    | _FRAMES
    | _PLAIN_AT
    | _joined(_DESCRIPTORS, GAP, _body(_declarations()))
    | _joined(st.one_of(_GROUPS), GAP, _body(_list(_STYLE | _FRAMES, GAP)))
    | st.sampled_from([";", "<!--", "-->", "/*! licence */", "/* a; */", "--x:{a}", "--x:hover{a:b}"])
)
SHEETS = st.lists(st.tuples(GAP, _TOP), max_size=4).map(lambda items: "".join(gap + text for gap, text in items))

_PLAIN_GAP = st.sampled_from(["", "", " ", "\n  ", "\r\n", "\t", "\f"])
_PLAIN_SELECTOR = _list(
    st.sampled_from(
        (
            "a .a #u *|a :hover|::before|a:first-line|b:first-letter|[a= 'b  c' i]|[a=b]"
            "|:not(a :hover)|:nth-child(2n+1)|.sm\\:x|.w-1\\/2|\\é"
        ).split("|")
    ),
    st.sampled_from([" ", " > ", ">", "+ ", "~", "\n", ", ", ",\n"]),
)
_PLAIN_VALUE = _list(
    st.sampled_from(
        (
            'red|1px|\'a  b\'|"\\""|url(x.png)|url( \'x\' )|url("data:x,a  b")|calc( 1px + ( 2px*3 ) )'
            "|#fff|-x|1px\\9|f(a, b)|\\66oo|[a b]|x=y|<a>|progid:D.x(a='b',c=1)"
        ).split("|")
    ),
    st.sampled_from([" ", ",", " , ", "/", "\n"]),
)
_PLAIN_DECLARATION = _joined(
    st.sampled_from(["color", "*zoom", "_a", "-webkit-b"]),
    _PLAIN_GAP,
    ":",
    GAP,
    _PLAIN_VALUE,
    st.sampled_from(["", "", "!important", " ! important", " !ie"]),
    GAP,
) | _joined(
    "--x:",
    st.sampled_from(["a", " a b ", "f(a,b)", "'x  y'", "1px -2px", "url( x )", "a,b", "(a b)", "a/b", "a , b", "a  b"]),
)
_PLAIN_RULE = _joined(
    _PLAIN_SELECTOR,
    _PLAIN_GAP,
    "{",
    GAP,
    st.lists(_joined(_PLAIN_DECLARATION, ";", GAP), max_size=3).map("".join),
    st.just("") | _PLAIN_DECLARATION,
    "}",
    GAP,
)
_PLAIN_GROUP = _joined(
    st.sampled_from(
        [
            "@media screen and (min-width : 1px) ",
            "@media (a:b) , print",
            "@supports not (a:b)",
            "@-x-keyframes u",
            "@MEDIA x",
        ]
    ),
    "{",
    GAP,
    st.lists(_PLAIN_RULE, max_size=3).map("".join),
    "}",
    GAP,
)
PLAIN_SHEETS = st.lists(
    _PLAIN_RULE
    | _PLAIN_RULE
    | _PLAIN_GROUP
    | st.sampled_from(
        ["@font-face {a:b}", "@page :first {a:b}", "@import url( x ) a, b ;", "/*! l */", "/* c */\n", "@page{a : b;}"]
    ),
    max_size=5,
).map("".join)
BROKEN = st.sampled_from(
    [
        "}",
        ")",
        "]",
        "{",
        "(",
        "[",
        "f(",
        "'",
        '"',
        "'\n'",
        "/*",
        "url(",
        "url( a b )",
        "url(a'b)",
        "\\\n",
        "a{",
        "@media x{",
        "}}",
        "{]",
    ]
)
