"""Each page serves everybody, on a desk and on a telephone, in both languages."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from samaan.accounts.models import User
from samaan.staff import workflow
from samaan.staff.models import Proposal, Review
from tests.factories import referrals
from tests.factories.accounts import make_user
from tests.factories.staff import acting, administrator, director, link_of, make_invitation, organisation, role
from tests.support.seeing import serves_everybody
from tests.support.sessions import prove, signed_in

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ("desk", "phone")


@pytest.fixture
def scene() -> dict[str, User]:
    """A unit with a manager at work, an invitation of each kind, a proposal and a review."""
    admin, chief = administrator(), director()
    manager = make_user("case_manager", organisation("ctu"), full_name="Camille Hospedales")
    other = make_user("case_manager", organisation("ctu"), full_name="Beatriz Salazar")
    case = referrals.make_case(case_manager=manager)
    referrals.make_referral(case=case)
    make_invitation(admin)
    make_invitation(admin, email="second@ctu.example", role=role("director"), organisation=organisation("ctu"))
    with acting(admin):
        workflow.propose_organisation(
            "Harbour of Hope", by=admin, kind="shelter", reason="Twelve beds in the south", terms="Signed in May",
            contact_name="Ingrid Salas", contact_email="ingrid@harbour.example",
            contact_role=role("organisation_administrator"),
        )  # fmt: skip
        workflow.open_review(organisation("ctu"), by=admin)
        workflow.confirm_training(manager, by=admin, kind="system", completed_on=date(2026, 3, 1))
    with acting(manager):
        until = timezone.now() + timedelta(days=10)
        workflow.delegate_work(manager, by=manager, to=other, ends_at=until, reason="Annual leave")
    return {"admin": admin, "chief": chief, "manager": manager, "other": other}


def proved(page, user: User, live_server) -> None:
    """As if the person had just given their password."""
    session = prove(signed_in(user)).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])


def kept(page, name: str) -> None:
    """A picture, for whoever wants to look at the pages."""
    folder = os.environ.get("PICTURES")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_pages_of_whoever_looks_after_accounts(scene, look, live_server, size: str, language: str):
    User.objects.filter(pk=scene["chief"].pk).update(language=language)
    chief = User.objects.get(pk=scene["chief"].pk)
    page = look(chief, size)
    proved(page, chief, live_server)
    with acting(chief):
        review, proposal = Review.objects.get(), Proposal.objects.get()
    manager = scene["manager"].pk
    pages = {
        "accounts": "/accounts-and-organisations/", "account": f"/staff/{manager}/",
        "invitations": "/staff/invitations/",
        "organisations": "/staff/organisations/", "propose": "/staff/organisations/new/",
        "proposal": f"/staff/organisations/{proposal.pk}/", "reviews": "/staff/reviews/",
        "review": f"/staff/reviews/{review.pk}/", "end": f"/staff/{manager}/end/",
        "hand-over": f"/staff/{manager}/hand-over/", "profile": "/profile/", "conduct": "/conduct/",
        "stand-in": f"/staff/{manager}/stand-in/",
    }  # fmt: skip
    for name, address in pages.items():
        assert page.goto(address).status == 200, address
        serves_everybody(page)
        kept(page, f"{name}-{language}-{size}")


def test_somebody_comes_in_by_their_link(scene, look):
    token = link_of(make_invitation(scene["admin"], email="third@fia.example"))
    page = look(size="phone")
    page.goto(f"/invitation/{token}/")
    serves_everybody(page)
    kept(page, "accept-en-phone")
    page.get_by_label("Your full name").fill("Ingrid Salas")
    page.get_by_label("Password", exact=True).fill("a-quiet-river-at-dusk-77")
    page.get_by_label("The same password again").fill("a-quiet-river-at-dusk-77")
    page.get_by_role("button", name="Make my account").click()
    page.wait_for_url("**/accounts/2fa/**")
    page.goto(f"/invitation/{token}/")
    serves_everybody(page)


def test_a_load_is_handed_over_without_javascript(scene, look, live_server):
    page = look(scene["chief"], java_script_enabled=False)
    proved(page, scene["chief"], live_server)
    page.goto(f"/staff/{scene['manager'].pk}/hand-over/")
    page.get_by_label("To whom?").select_option(label=f"Beatriz Salazar, {scene['other'].role}")
    page.get_by_label("Why does the work change hands?").select_option("leave")
    page.get_by_role("button", name="Show what would go").click()
    page.get_by_role("button", name="Hand it over now").click()
    assert "is with Beatriz Salazar now" in page.content()
