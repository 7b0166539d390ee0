"""Patterns mean the same on every Python, also on those before 3.11.5, which match possessive groups wrongly."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

import assetbuild
from assetbuild.patterns import compile_pattern, without_possessive_groups


def _modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(assetbuild.__path__, "assetbuild."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)


def _patterns(module: ModuleType) -> list[Any]:
    # Not `isinstance`: a proxy (Django's settings) would load what it stands for.
    return [value for value in vars(module).values() if type(value) is re.Pattern]


def _has_possessive_group(pattern: re.Pattern[str] | re.Pattern[bytes]) -> bool:
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return without_possessive_groups(text) != text


def test_modules_with_possessive_groups_compile_all_patterns_by_our_function() -> None:
    careless = [
        module.__name__
        for module in _modules()
        if any(map(_has_possessive_group, _patterns(module))) and "re.compile(" in inspect.getsource(module)
    ]
    assert careless == []


@pytest.mark.parametrize(
    ("pattern", "rewritten"),
    [
        pytest.param(r"(?:a|b)*+", r"(?>(?:a|b)*)", id="star"),
        pytest.param(r"(?:ab)++c(?:d)?+", r"(?>(?:ab)+)c(?>(?:d)?)", id="plus and question mark"),
        pytest.param(r"(?:ab){2,3}+", r"(?>(?:ab){2,3})", id="counted"),
        pytest.param(r"((?:a|(?:b)++)*+)", r"((?>(?:a|(?>(?:b)+))*))", id="nested"),
        pytest.param(r"[)*+(]++\)*+\(a", r"[)*+(]++\)*+\(a", id="brackets in classes and escapes"),
        pytest.param(r"[])*+]|[^])*+](?:a)*+", r"[])*+]|[^])*+](?>(?:a)*)", id="bracket first in a class"),
        pytest.param(r"(?:a)*(?:b)+?(?:c)", r"(?:a)*(?:b)+?(?:c)", id="greedy and lazy"),
    ],
)
def test_possessive_groups_become_atomic_ones(pattern: str, rewritten: str) -> None:
    assert without_possessive_groups(pattern) == rewritten


def test_last_round_that_fails_gives_back_what_it_took() -> None:
    assert compile_pattern(r"/\*(?:[^*]++|\*(?!/))*+\*/").fullmatch("/* a * b */")
    assert compile_pattern(r"(?:A|B)++", re.IGNORECASE).fullmatch("ab")


def test_rewritten_patterns_find_the_same() -> None:
    text = "/* a*b */ 'c\\'d' `e$f${" * 3
    for module in _modules():
        for value in _patterns(module):
            if isinstance(value.pattern, str) and _has_possessive_group(value):
                other = re.compile(without_possessive_groups(value.pattern), value.flags)
                assert [m.span() for m in other.finditer(text)] == [m.span() for m in value.finditer(text)]
