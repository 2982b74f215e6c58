"""Every page for everybody, in every state: what they meet, that looking changes nothing, that foreign is as none."""

import pytest

from tests.matrix.meeting import MATRIX, by_address, cases, differing, is_as_none, strangers

pytestmark = pytest.mark.django_db
PAGES = by_address(MATRIX.pages)
ids = [address for address, _rows in PAGES]


@pytest.mark.parametrize(("address", "rows"), PAGES, ids=ids)
def test_everybody_meets_what_the_matrix_says(asked, address, rows):
    assert "\n".join(differing(rows, asked)) == ""


@pytest.mark.parametrize(("address", "rows"), PAGES, ids=ids)
def test_a_foreign_record_is_the_same_as_none(asked, address, rows):
    assert [(row.name, name) for name, row in strangers(rows, asked) if not is_as_none(name, row, asked)] == []


@pytest.mark.parametrize(("address", "rows"), PAGES, ids=ids)
def test_looking_changes_nothing(asked, address, rows):
    """A step is not taken by an address alone, as a link in a mail or a picture of a foreign page would try."""
    if any(row.method == "GET" for row in rows):
        return  # the matrix itself asks it as a GET, and holds that nothing is written
    for row in rows:
        able = [name for name, answer in row.answers.items() if answer == "does"]
        for name in able[:1]:
            met = asked.met(name, row.asked_as("GET"))
            assert (met.written, met.status in (200, 302, 403, 404, 405)) == (frozenset(), True), (row.name, name)


def test_there_are_more_than_a_thousand_cases():
    """In this very run, not only in the nightly one."""
    assert sum(len(cases(row)) for row in MATRIX.every_row()) > 1500
    assert sum(len(row.answers) for row in MATRIX.every_row()) > 14000
