"""Minified JavaScript keeps every token, every newline that may end a statement and every `/*!` comment."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from assetbuild.filters.rjsmin import minify
from assetbuild.filters.rjsmin_hazards import may_be_hazardous
from assetbuild.filters.rjsmin_shields import cut
from assetbuild.references.js_tokens import tokenise
from assetbuild.references.scan_error import HtmlLikeComment, ScanError

from .js_programs import program
from .js_promise import lost
from .js_vocabulary import ASSIGN, BINARY, KEPT, LINES, NAMES, NUMBERS, PROPERTIES, REGEXES, SPACES, STRINGS

_KEYWORDS = "return typeof case of new do else break continue throw if while for function class async var".split()
_OTHERS = "( ) [ ] { } ; , : . ... ? ?. = => ! ~ ++ -- / ` `${ }`".split()
_TOKENS = (*NAMES, *PROPERTIES, *NUMBERS, *STRINGS, *REGEXES, *BINARY, *ASSIGN, *_KEYWORDS, *_OTHERS)
_GAPS = ("", "", "", " ", *SPACES, *LINES, *KEPT, "<!-- h\n", "\n--> h\n", "/*'*/", "// '\n")

_pieces = st.tuples(st.sampled_from(_TOKENS), st.sampled_from(_GAPS)).map("".join)
_plain = st.tuples(st.sampled_from("a b1 1 ) } ] ( { [ ; , + - / = return ++ -- .".split()), st.sampled_from(_GAPS))
_texts = st.one_of(st.lists(_pieces, max_size=9), st.lists(_plain.map("".join), max_size=9)).map("".join)


@given(st.randoms(use_true_random=False))
def test_programs_keep_their_tokens(random: Random) -> None:
    _check(program(random, 6))


@given(_texts.map(lambda text: text + _closers(text)))
def test_any_tokens_keep_what_they_are(text: str) -> None:
    _check(text)


@given(st.text(st.sampled_from("a1/ \n*!'`\"${}()[]<->=+\\.;#\r\u2028\ufeff"), max_size=12))
def test_any_characters_keep_what_they_are(text: str) -> None:
    _check(text)


def _check(text: str) -> None:
    try:
        tokens = tokenise(text)
    except ScanError:
        event("not JavaScript")
        if not text.startswith(("#!", "\ufeff")):
            with pytest.raises(ScanError):
                tokenise(text)
        return
    assert "".join(tokens) == text
    assume(not any(_runs_on(*pair) for pair in pairwise(tokens)))
    event(_way(text))
    try:
        after = minify(text)
    except HtmlLikeComment:
        return
    assert not lost(text.removeprefix("\ufeff"), after.removeprefix("\ufeff"))


def _way(text: str) -> str:
    if not may_be_hazardous(text):
        return "by rjsmin"
    return "by the scanner" if cut(text) is None else "by rjsmin, piece by piece"


def _runs_on(token: str, following: str) -> bool:
    """A number that runs into a name is an error, and stays one."""
    number = token[0].isdigit() or (token[0] == "." and token[1:2].isdigit())
    return number and (following[0].isalnum() or following[0] in "_$\\#.")


def _closers(text: str) -> str:
    expected: list[str] = []
    for char in text:
        if char in "([{":
            expected.append({"(": ")", "[": "]", "{": "}"}[char])
        elif expected and char == expected[-1]:
            expected.pop()
    return "".join(reversed(expected))
