"""The matrix leaves nothing out: a new address, operation or role without its lines fails here."""

from collections import Counter

from samaan.api.main import api
from tests.factories.accounts import pack_roles
from tests.matrix.asking import ADDRESSES, ALL
from tests.matrix.drafting import lines_for_operation, lines_for_page, missing
from tests.matrix.meeting import MATRIX

PREFIX = "/api/v1"


def is_elsewhere(name: str) -> bool:
    """One's own account, whose pages other files try; and addresses that are closed for everybody."""
    return any(name.startswith(prefix) for prefix in MATRIX.elsewhere)


def test_every_address_has_its_rows():
    written = {row.address for row in MATRIX.pages}
    served = {name for name, _pattern in ALL if not is_elsewhere(name) and not name.startswith("^")}
    assert served - written == set(), missing(served - written, lines_for_page)
    assert written - set(ADDRESSES) == set(), "these are no more"


def test_every_operation_has_its_rows():
    described = {
        f"{method.upper()} {path.removeprefix(PREFIX)}"
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    written = {row.address.partition("?")[0] for row in MATRIX.operations}
    assert described - written == set(), missing(described - written, lines_for_operation)
    assert written - described == set(), "these are no more"


def test_every_role_of_the_pack_stands_in_it():
    assert {actor.role for actor in MATRIX.actors.values() if actor.role} == set(pack_roles())


def test_no_line_stands_there_twice():
    lines = Counter((row.address, row.method, row.state) for row in MATRIX.every_row())
    assert [line for line, count in lines.items() if count > 1] == []


def test_whoever_does_something_is_asked_in_more_than_one_state():
    """A step that is only ever tried where it succeeds would not show that it is refused elsewhere."""
    of_files, of_keeping = {"report", "case", "screening", "referral"}, {"disposal", "hold", "wish", "kept"}
    lifecycles = of_files | of_keeping | {"export", "recipient", "more", "concern", "change"}
    states: dict[tuple[str, str], set[str]] = {}
    for row in MATRIX.every_row():
        if row.kind in lifecycles and row.method != "GET":
            states.setdefault((row.address, row.method), set()).add(row.state)
    assert sum(len(found) > 1 for found in states.values()) >= 110
