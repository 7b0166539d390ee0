"""Which words of what was made are which of the sources."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.sourcemaps.align import Block, align, whole
from assetbuild.sourcemaps.words import Cutter

WORDS = st.lists(st.sampled_from([b"a", b"b", b"c", b"if", b"return"]), max_size=30)


def aligned(made: str, *sources: str) -> list[Block]:
    return list(align(made.encode().split(), [source.encode().split() for source in sources]))


@pytest.mark.parametrize(
    ("made", "sources", "blocks"),
    [
        pytest.param("a b c", ["a b c"], [Block(0, 0, 0, 3)], id="the same"),
        pytest.param("a b c d", ["a b", "c d"], [Block(0, 0, 0, 2), Block(2, 1, 0, 2)], id="one behind the other"),
        pytest.param(
            "function a b c d call this e",
            ["a b c d", "e"],
            [Block(0, -1, 0, 1), Block(1, 0, 0, 4), Block(5, -1, 0, 2), Block(7, 1, 0, 1)],
            id="wrapped",
        ),
        pytest.param(
            "a url vendor x i.png b c d",
            ["a url i.png b c d"],
            [Block(0, 0, 0, 2), Block(2, -1, 0, 2), Block(4, 0, 2, 4)],
            id="rebased",
        ),
        pytest.param(
            "layer a b c x y z d e f",
            ["layer a b import c x y z d e f"],
            [Block(0, 0, 0, 3), Block(3, 0, 4, 7)],
            id="words left out",
        ),
        pytest.param(
            "layer base x y z d e f",
            ["layer base import x.css d e f", "x y z"],
            [Block(0, 0, 0, 2), Block(2, 1, 0, 3), Block(5, 0, 4, 3)],
            id="one source inside another",
        ),
        pytest.param("p q r", ["a b c"], [Block(0, -1, 0, 3)], id="nothing in common"),
        pytest.param("a", [], [Block(0, -1, 0, 1)], id="no source"),
        pytest.param("", ["a"], [], id="nothing made"),
    ],
)
def test_blocks(made: str, sources: list[str], blocks: list[Block]) -> None:
    assert aligned(made, *sources) == blocks


@given(WORDS, st.lists(WORDS, max_size=4))
def test_every_word_is_in_one_block_and_what_it_says_is_the_same_word(
    made: list[bytes], sources: list[list[bytes]]
) -> None:
    at = 0
    used = [0] * len(sources)
    for block in align(made, sources):
        assert block.made == at
        assert block.count > 0
        at += block.count
        if block.source >= 0:
            assert block.written >= used[block.source]
            used[block.source] = block.written + block.count
            assert made[block.made : at] == sources[block.source][block.written : used[block.source]]
    assert at == len(made)


@given(st.lists(WORDS, min_size=1, max_size=5))
def test_sources_in_a_row_are_found_whole(sources: list[list[bytes]]) -> None:
    made = [word for source in sources for word in source]
    assert all(block.source >= 0 for block in align(made, sources))


@given(st.integers(3, 30), st.integers(0, 9), st.integers(7, 20))
def test_words_that_are_all_different_are_found_around_a_change(before: int, gone: int, after: int) -> None:
    written = [b"%d" % number for number in range(before + gone + after)]
    made = [*written[:before], b"new", *written[before + gone :]]
    assert list(align(made, [written])) == [
        Block(0, 0, 0, before),
        Block(before, -1, 0, 1),
        Block(before + 1, 0, before + gone, after),
    ]


@pytest.mark.parametrize(
    ("made", "sources", "blocks"),
    [
        pytest.param("a{b:c}", ["a { b: c; }"], [Block(0, 0, 0, 3)], id="the same"),
        pytest.param("a{b:c}d{}", ["a { b: c }", "d { }"], [Block(0, 0, 0, 3), Block(3, 1, 0, 1)], id="two sources"),
        pytest.param("a{}", ["", "a{}", ""], [Block(0, 1, 0, 1)], id="sources without words"),
        pytest.param(
            '@charset "utf-8";a{}b{}',
            ['@charset "utf-8"; a { }', '@charset "utf-8"; b { }'],
            [Block(0, 0, 0, 3), Block(3, 1, 2, 1)],
            id="charset of the second",
        ),
        pytest.param("a{}", ['@charset "utf-8";', "a{}"], [Block(0, 1, 0, 1)], id="nothing but a charset"),
        pytest.param("", [], [], id="nothing"),
        pytest.param("", ["/"], [], id="no words"),
        pytest.param("ab{}", ["a b{}"], None, id="the same letters, fewer words"),
        pytest.param("a{}", ["b{}"], None, id="other letters"),
        pytest.param("a{}b{}", ["a{}"], None, id="more at the end"),
        pytest.param("a{}", ["a{}", "b{}"], None, id="a source left out"),
    ],
)
def test_what_is_made_of_all_words_is_told_by_letters(
    made: str, sources: list[str], blocks: list[Block] | None
) -> None:
    cut = Cutter().cut
    assert whole(cut(made, "css"), [cut(source, "css") for source in sources]) == blocks
