"""What `rcssmin` leaves of a style sheet means what the style sheet meant, by the judgement of another parser."""

from __future__ import annotations

import pytest
import rcssmin
from hypothesis import example, given
from hypothesis import strategies as st

from assetbuild.filters.css_plain import is_plain
from assetbuild.filters.css_white_space import without_white_space
from assetbuild.filters.rcssmin import load, minify
from assetbuild.model import FilterInput
from assetbuild.references.css_faults import first_fault
from assetbuild.references.css_tokens import tokenise
from tests.css_parser import meaning_of

from .style_sheets import BROKEN, PLAIN_SHEETS, SHEETS

_pure_rcssmin = rcssmin._make_cssmin(python_only=True)


def _minified(text: str) -> str:
    return minify(FilterInput("a.css", text)).text


@given(SHEETS)
@example("--x :hover{a:b}")
def test_minified_sheet_has_the_same_rules(text: str) -> None:
    assert meaning_of(_minified(text)) == meaning_of(text)


@given(PLAIN_SHEETS)
def test_plain_sheet_keeps_its_rules_by_every_way(text: str) -> None:
    meaning = meaning_of(text)
    if first_fault(tokenise(text)) is None:
        assert meaning_of(without_white_space(tokenise(text))) == meaning
    if is_plain(text):
        assert first_fault(tokenise(text)) is None
        assert meaning_of(rcssmin.cssmin(text, keep_bang_comments=True)) == meaning
        assert meaning_of(_pure_rcssmin(text, keep_bang_comments=True)) == meaning


@given(SHEETS)
def test_minifying_twice_changes_no_more_rules(text: str) -> None:
    once = _minified(text)
    assert meaning_of(_minified(once)) == meaning_of(once)


@given(SHEETS, BROKEN, st.integers(0, 1000))
def test_broken_sheet_recovers_as_it_did(text: str, broken: str, at: int) -> None:
    at = at % (len(text) + 1)
    text = text[:at] + broken + text[at:]
    assert meaning_of(_minified(text)) == meaning_of(text)
