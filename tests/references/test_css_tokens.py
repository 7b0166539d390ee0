"""The tokens of CSS, held against an independent tokenizer."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assetbuild.references.css_tokens import closer_of, is_comment, is_space, missing_end, name_of, tokenise, unescape
from tests.css_parser import Token, tokens_of

_NUMBER = re.compile(r"[+-]?(?:\d+\.\d+|\.?\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NAME = re.compile(r"--|-?(?:[_a-zA-Z\x80-\U0010ffff]|\\[^\n])")
_SOUP = st.lists(
    st.sampled_from(
        [
            *"a -a --b --> <!-- - -- 1 1.5 .5 +.5 -1e3 1e 1e-x 5% 5px 5--x 5-\\66 e+ . + @a @-a @1 @--b @ # #1 #a "
            "#-\\66 "
            "' \" 'x' \"y\" '\\'' /* */ /**/ /* url( URL( u\\72l( u\\r\\l( \\75\\72\\6c( x) ) ( [ ] { } , ; : ! | "
            "|| ~= "
            "\\ \\a \\ff \\( a\\( é \\} \\e9 \\000066 \\110000".split(" "),
            " ",
            "\n",
            "\t",
            "\\\n",
        ]
    ),
    max_size=14,
).map(lambda pieces: "".join(pieces).rstrip("\\"))


def _kind(token: str) -> Token | None:
    """Our token as the judge's; its own name for what is broken, nothing for a closer."""
    if is_space(token):
        return "whitespace", token
    if is_comment(token):
        return "comment", token[2:].removesuffix("*/") if not missing_end(token) else token[2:]
    if token[0] in "\"'":
        return "string", unescape(token[1:-1] if not missing_end(token) else token[1:])
    if closer_of(token):
        return ("function", unescape(token[:-1])) if len(token) > 1 else (token, "")
    if number := _NUMBER.match(token):
        unit = token[number.end() :]
        if unit in ("", "%"):
            return "percentage" if unit else "number", number[0]
        return "dimension", number[0], unescape(unit)
    if len(token) > 1 and token[0] in "@#":
        return "at-keyword" if token[0] == "@" else "hash", unescape(token[1:])
    if token not in ("<!--", "-->") and _NAME.match(token):
        return ("url", "") if "(" in unescape(token) and re.search(r"(?<!\\)\(", token) else ("ident", unescape(token))
    return (token, "") if token not in (")", "]", "}") else None


def _judged(text: str) -> list[Token]:
    found: list[Token] = []
    for token in tokens_of(text):
        if token[0] == "error":
            if token[1] == "bad-url":
                found.append(("url", ""))
            elif token[1] == "bad-string":
                found.append(("string", "bad"))
        else:
            found.append(("url", "") if token[0] == "url" else token)
    return found


@given(_SOUP)
def test_tokens_are_those_of_an_independent_tokenizer(text: str) -> None:
    tokens = tokenise(text)
    ours = [kind for token in tokens if (kind := _kind(token))]
    judged = _judged(text)
    if judged[-1:] == [("url", "")] and tokens[-1].endswith("("):
        ours[-1] = ("url", "")  # a bracket and no more: a url and a function alike
    bad = [index for index, token in enumerate(judged) if token == ("string", "bad")]
    assert [(("string", "bad") if index in bad else token) for index, token in enumerate(ours)] == judged
    assert all(ours[index][0] == "string" for index in bad)


@given(st.text() | st.text(alphabet="\\\"'/*url()@#-1e.+{}[] \n\r\f\0a"))
@example("\\")
@example("url(\\")
@example("'\\")
@example("/*/")
def test_joined_tokens_are_the_text(text: str) -> None:
    assert "".join(tokenise(text)) == text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("a\r\nb", ["a", "\r\n", "b"], id="CRLF is one run of white space"),
        pytest.param("\\66\r\nb", ["\\66\r\nb"], id="CRLF ends an escape"),
        pytest.param("'\\\r\n'", ["'\\\r\n'"], id="CRLF is escaped whole"),
        pytest.param("a\0b", ["a\0b"], id="NUL is a name character"),
        pytest.param("a\x0bb", ["a", "\x0b", "b"], id="vertical tab is no white space"),
        pytest.param("a\u00a0b", ["a\u00a0b"], id="no-break space is a name character"),
        pytest.param("'a\n'", ["'a", "\n", "'"], id="bad string"),
        pytest.param("url( x y )z", ["url( x y )", "z"], id="bad url"),
        pytest.param("url( 'x')", ["url(", " ", "'x'", ")"], id="url with a string is a function"),
        pytest.param("a\\(b", ["a\\(b"], id="escaped bracket"),
        pytest.param("-->", ["-->"], id="CDC"),
        pytest.param("--->", ["---", ">"], id="CDC needs its own dashes"),
        pytest.param("@1a", ["@", "1a"], id="no at-keyword"),
        pytest.param("#1a", ["#1a"], id="hash may start with a digit"),
        pytest.param("-(", ["-", "("], id="a dash is no name"),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@pytest.mark.parametrize(
    ("token", "closer"),
    [("(", ")"), ("[", "]"), ("{", "}"), ("a(", ")"), ("a\\(", ""), ("'(", ""), ("/*(", ""), ("url(x(", ""), ("a", "")],
)
def test_closer_of(token: str, closer: str) -> None:
    assert closer_of(token) == closer


@pytest.mark.parametrize(
    ("token", "end"),
    [
        ("/* x", "*/"),
        ("/*/", "*/"),
        ("/**/", ""),
        ("'", "'"),
        ("'x", "'"),
        ("'x\\'", "'"),
        ("'x\\\\'", ""),
        ('"x"', ""),
        ("url(x", ")"),
        ("url(x\\)", ")"),
        ("url(x)", ""),
        ("u\\72l(x", ")"),
        ("url(", ""),
        ("a(", ""),
        ("x", ""),
    ],
)
def test_missing_end(token: str, end: str) -> None:
    assert missing_end(token) == end


@pytest.mark.parametrize(
    ("token", "name"),
    [("@IMPORT", "import"), ("@\\69mport", "import"), ("URL(", "url"), ("\u212a(", "\u212a"), ("\\212a b(", "\u212ab")],
)
def test_name_of(token: str, name: str) -> None:
    assert name_of(token) == name


@pytest.mark.parametrize(
    ("text", "unescaped"),
    [("\\41 b", "Ab"), ("\\0", "\ufffd"), ("\\d800", "\ufffd"), ("a\\\nb", "ab"), ("\\,", ","), ("a\\", "a"), ("", "")],
)
def test_unescape(text: str, unescaped: str) -> None:
    assert unescape(text) == unescaped


@pytest.mark.parametrize("text", ["(" * 1_000_000, "a" * 3_000_000, "'\n" * 500_000, "\\", "/*" + "*" * 1_000_000])
def test_pathological_text_is_tokenised_in_one_pass(text: str) -> None:
    assert sum(map(len, tokenise(text))) == len(text)
