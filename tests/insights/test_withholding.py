"""No figure below five is shown, and none can be worked out from what is."""

from collections.abc import Iterator, Mapping
from itertools import chain, product

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from samaan.insights.withholding import ALL, THRESHOLD, cells_to_show, sums_to_show, with_sums

REGIONS, VALUES = ("north", "south"), ("labour", "sexual", "other")
CELLS = [(region, value) for region in REGIONS for value in VALUES]


def everything_shown(table: Mapping) -> dict:
    by_region = {region: table[region, ALL] for region in REGIONS}
    sums = sums_to_show(by_region)
    return {(region, ALL): count for region, count in sums.items()} | cells_to_show(table, sums)


def tables_that_agree(shown: Mapping) -> Iterator[dict]:
    """Every table there can be beside what is shown: an attacker with all the time in the world."""
    for rows in product(*(rows_that_agree(shown, region) for region in REGIONS)):
        sums = dict(zip(VALUES, map(sum, zip(*rows, strict=True)), strict=True))
        if all(shown.get((ALL, value), count) == count for value, count in sums.items()):
            cells = dict(chain.from_iterable(map(named, REGIONS, rows)))
            table = with_sums(cells, REGIONS, VALUES)
            if shown.get((ALL, ALL), table[ALL, ALL]) == table[ALL, ALL]:
                yield table


def named(region: str, row: tuple[int, ...]) -> Iterator[tuple[tuple[str, str], int]]:
    return (((region, value), count) for value, count in zip(VALUES, row, strict=True))


def rows_that_agree(shown: Mapping, region: str) -> list[tuple[int, ...]]:
    most = shown.get((region, ALL), 7)
    choices = [[shown[region, value]] if (region, value) in shown else range(most + 1) for value in VALUES]
    return [row for row in product(*choices) if shown.get((region, ALL), sum(row)) == sum(row)]


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.integers(0, 7), min_size=len(CELLS), max_size=len(CELLS)))
def test_for_each_small_figure_another_table_fits_in_which_it_is_not_small(counts):
    table = with_sums(dict(zip(CELLS, counts, strict=True)), REGIONS, VALUES)
    shown = everything_shown(table)
    assert all(count >= THRESHOLD for count in shown.values())
    small = {cell for cell, count in table.items() if count < THRESHOLD}
    doubtful: set = set()
    for fitting in tables_that_agree(shown):
        doubtful |= {cell for cell in small if fitting[cell] >= THRESHOLD}
        if doubtful == small:
            break
    assert doubtful == small


def test_one_small_region_is_not_betrayed_by_the_sum_of_the_country():
    sums = sums_to_show({"north": 3, "south": 6, "west": 20})

    assert sums == {"west": 20, ALL: 29}


def test_one_small_value_of_a_region_is_not_betrayed_by_the_region():
    table = with_sums(
        {("north", "labour"): 4, ("north", "sexual"): 9, ("north", "other"): 30}
        | {("south", "labour"): 10, ("south", "sexual"): 12, ("south", "other"): 11},
        REGIONS,
        VALUES,
    )

    shown = everything_shown(table)

    # Neither by its region's sum nor by its value's: two of each are kept back.
    assert ("north", "labour") not in shown
    assert ("north", "sexual") not in shown
    assert ("south", "labour") not in shown
    assert shown["north", ALL] == 43
    assert shown["north", "other"] == 30


@pytest.mark.parametrize("number", [0, 4])
def test_a_country_with_fewer_than_five_shows_nothing(number):
    assert everything_shown(with_sums({("north", "labour"): number}, REGIONS, VALUES)) == {}


def test_large_tables_are_shown_whole():
    table = with_sums(dict.fromkeys(CELLS, 50), REGIONS, VALUES)

    assert everything_shown(table) == table
