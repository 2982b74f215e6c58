"""Lists through the API, for those who look after accounts."""

import pytest

from tests.api.calling import Program
from tests.factories.accounts import make_user
from tests.factories.staff import administrator, director, link_of, make_invitation, organisation

pytestmark = pytest.mark.django_db
LISTS = ("/accounts", "/invitations", "/organisations/proposals", "/reviews")


def test_whoever_looks_after_accounts_reads_them():
    admin = administrator()
    invitation = make_invitation(admin)
    token = link_of(invitation)
    program = Program(admin)
    assert admin.email in [row["email"] for row in program.get("/accounts")]
    (row,) = program.get("/invitations")
    assert (row["email"], row["role"]) == ("newcomer@fia.example", "service_provider")
    assert token not in str(row) and "digest" not in row
    assert program.get("/accounts/trained")["people"] == 0
    for address in LISTS:
        program.get(address)


def test_an_organisations_administrator_reads_their_own_only():
    make_user("case_manager", organisation("ctu"))
    own = make_user("organisation_administrator", organisation("fia"))
    assert {row["organisation"] for row in Program(own).get("/accounts")} == {"fia"}


@pytest.mark.parametrize("stranger", ["investigator", "case_manager"])
def test_others_read_nothing(stranger: str):
    program = Program(make_user(stranger, organisation("ctu")))
    for address in LISTS:
        program.get(address, expect=403)


def test_who_reads_figures_reads_the_figure():
    assert Program(make_user("me_officer", organisation("ctu"))).get("/accounts/trained")["people"] == 0
    assert director().can("accounts.view")
