"""Every operation of the API for everybody, in every state: the same rules as the pages."""

import pytest

from tests.matrix.meeting import MATRIX, by_address, differing, is_as_none, strangers

pytestmark = pytest.mark.django_db
OPERATIONS = by_address(MATRIX.operations)
ids = [address for address, _rows in OPERATIONS]


@pytest.mark.parametrize(("address", "rows"), OPERATIONS, ids=ids)
def test_everybody_meets_what_the_matrix_says(asked, address, rows):
    assert "\n".join(differing(rows, asked)) == ""


@pytest.mark.parametrize(("address", "rows"), OPERATIONS, ids=ids)
def test_a_foreign_record_is_the_same_as_none(asked, address, rows):
    assert [(row.name, name) for name, row in strangers(rows, asked) if not is_as_none(name, row, asked)] == []
