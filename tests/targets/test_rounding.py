"""Rounding the cells of a tree together: the proof in small, and the laws on drawn trees."""

from collections.abc import Sequence
from itertools import combinations_with_replacement

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lnunion_rules.algebra import WHOLE
from lnunion_rules.targets.rounding import rounded_up

SHARES = (2_000, 6_000, 2_000)


def parts_of(counts: Sequence[int], shares: Sequence[int] = SHARES) -> list[list[int]]:
    return [[count * share % WHOLE for share in shares] for count in counts]


def adds_up(parents: Sequence[int], counts: Sequence[int], shares: Sequence[int]) -> None:
    """Round, and hold every cell to floor or ceiling and every sum to its parts."""
    up = rounded_up(parents, parts_of(counts, shares), WHOLE)
    cells = [
        [count * share // WHOLE + more for share, more in zip(shares, row, strict=True)]
        for count, row in zip(counts, up, strict=True)
    ]
    for at, (count, row) in enumerate(zip(counts, cells, strict=True)):
        assert sum(row) == count
        for share, cell in zip(shares, row, strict=True):
            assert count * share // WHOLE <= cell <= -(-count * share // WHOLE)
        below = [cells[child] for child, parent in enumerate(parents) if parent == at]
        if below:
            assert [sum(column) for column in zip(*below, strict=True)] == row


@pytest.mark.parametrize("children", range(5))
def test_a_parent_with_up_to_four_children_of_0_to_60_is_always_rounded(children: int) -> None:
    # A rounding turns on the parts alone, and 20 % and 60 % of a count have the parts of the
    # count's rest after 5: so the trees of 0 to 60 are, part for part, the trees of 0 to 4.
    assert {tuple(map(tuple, parts_of([count]))) for count in range(61)} == {
        tuple(map(tuple, parts_of([count]))) for count in range(5)
    }
    for counts in combinations_with_replacement(range(5), children):
        adds_up([-1, *[0] * children], [sum(counts), *counts], SHARES)


def test_every_small_province_of_two_cities_is_rounded_at_all_its_levels() -> None:
    halves = [half for size in (1, 2) for half in combinations_with_replacement(range(5), size)]
    for one in halves:
        for other in halves:
            parents = [-1, 0, *[1] * len(one), 0, *[2 + len(one)] * len(other)]
            counts = [sum(one + other), sum(one), *one, sum(other), *other]
            adds_up(parents, counts, SHARES)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """A tree in which each area hangs on an earlier one, with counts that add up."""
    size = draw(st.integers(1, 40))
    parents = [-1, *(draw(st.integers(0, at - 1)) for at in range(1, size))]
    counts = [draw(st.integers(0, 500)) if at not in parents else 0 for at in range(size)]
    for at in range(size - 1, 0, -1):
        counts[parents[at]] += counts[at]
    return parents, counts


@given(trees(), st.tuples(st.integers(0, WHOLE), st.integers(0, WHOLE)).map(sorted))
def test_any_tree_under_any_three_shares_adds_up_at_every_level(
    tree: tuple[list[int], list[int]], cuts: list[int]
) -> None:
    shares = cuts[0], cuts[1] - cuts[0], WHOLE - cuts[1]
    adds_up(*tree, shares)


@given(trees())
def test_the_same_parts_are_rounded_the_same_way(tree: tuple[list[int], list[int]]) -> None:
    parents, counts = tree
    once = rounded_up(parents, parts_of(counts), WHOLE)
    assert once == rounded_up(parents, parts_of(counts), WHOLE)
    fifths = [count % 5 for count in counts]
    assert once == rounded_up(parents, parts_of(fifths), WHOLE)


def test_a_single_area_takes_the_ceiling_where_its_part_is_largest() -> None:
    for count, cells in ((1, (0, 1, 0)), (2, (1, 1, 0)), (3, (0, 2, 1)), (4, (1, 2, 1))):
        (up,) = rounded_up([-1], parts_of([count]), WHOLE)
        whole = [count * share // WHOLE for share in SHARES]
        assert tuple(w + more for w, more in zip(whole, up, strict=True)) == cells
