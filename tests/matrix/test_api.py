"""Every operation of the API for everybody, in every state: the same rules as the pages."""

import pytest

from tests.matrix.asking import Asker
from tests.matrix.meeting import MATRIX, by_address, differing, of_nothing, someone_without

pytestmark = pytest.mark.django_db
OPERATIONS = by_address(MATRIX.operations)
ids = [address for address, _rows in OPERATIONS]


@pytest.mark.parametrize(("address", "rows"), OPERATIONS, ids=ids)
def test_everybody_meets_what_the_matrix_says(asked, address, rows):
    assert differing(rows, asked, Asker.call) == []


@pytest.mark.parametrize(("address", "rows"), OPERATIONS, ids=ids)
def test_a_foreign_record_is_the_same_as_none(asked, address, rows):
    for row in rows:
        name = someone_without(row)
        if name and "pk" in asked.askers[name].numbers(row):
            foreign, none = (asked.askers[name].call(row, instead=other) for other in ({}, of_nothing(row)))
            assert (foreign.status, foreign.body) == (none.status, none.body), (row.name, name)
