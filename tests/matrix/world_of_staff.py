"""Accounts in every state, and what waits for whoever looks after them."""

from datetime import timedelta

from django.utils import timezone

from samaan.access import context
from samaan.accounts.models import User
from samaan.server.connection import acting_as
from samaan.staff import workflow
from samaan.staff.models import Invitation
from tests.factories.accounts import make_user
from tests.factories.staff import link_of, make_invitation, organisation, role
from tests.matrix.world import World, acting


def add_accounts(world: World) -> None:
    """One of the unit, one of the shelter, one that is locked, one whose new role waits for a second person."""
    administrator = world.person("administrator")
    locked, changing = make_user("intake_officer"), make_user("intake_officer")
    with acting(administrator):
        workflow.ask_for_role(changing, by=administrator, role=role("head_of_investigations"))
    with acting_as("job"), context.acting(context.of_job("test")):
        workflow.lock_account(User.objects.get(pk=locked.pk), by=None, because="not reviewed")
    world.add("account", "of the unit", pk=world.person("other_investigator").pk)
    world.add("account", "of the shelter", pk=world.person("partner").pk)
    world.add("account", "locked", pk=locked.pk)
    world.add("account", "changing its role", pk=changing.pk)


def add_invitations(world: World) -> None:
    """To the shelter: one on its way, one that waits for a second person; and a link that came by mail."""
    administrator, shelter = world.person("administrator"), organisation("saman_house")
    sent = make_invitation(by=administrator, email="new@shelter.example", organisation=shelter)
    unit = {"organisation": organisation("ctu"), "role": role("head_of_investigations")}
    waiting = make_invitation(by=administrator, email="new@ctu.example", **unit)
    assert waiting.status == Invitation.Status.UNCONFIRMED
    world.add("invitation", "on its way", pk=sent.pk)
    world.add("invitation", "unconfirmed", pk=waiting.pk)
    invited = make_invitation(by=administrator, email="newer@shelter.example", organisation=shelter)
    with acting_as("job"):
        world.add("link", "of an invitation", token=link_of(invited))


def add_proposal(world: World) -> None:
    """An organisation that the administrator would like to work here."""
    administrator = world.person("administrator")
    about = {
        "kind": "ngo", "reason": "It has beds", "terms": "Signed in May", "contact_name": "Ynes Baptiste",
        "contact_email": "ynes@beds.example", "contact_role": role("service_provider"),
    }  # fmt: skip
    with acting(administrator):
        proposal = workflow.propose_organisation("House of Beds", by=administrator, **about)
    world.add("proposal", "proposed", pk=proposal.pk)


def add_reviews(world: World) -> None:
    """Whether the accounts of the unit and those of the shelter are still needed."""
    for state, code in (("of the unit", "ctu"), ("of the shelter", "saman_house")):
        with acting_as("job"), context.acting(context.of_job("test")):
            review = workflow.open_review(organisation(code))
        world.add("review", state, pk=review.pk)


def add_stand_in(world: World) -> None:
    """Next month somebody stands in for the case manager; today they see nothing of it."""
    manager, now = world.person("manager"), timezone.now()
    when = {"starts_at": now + timedelta(days=30), "ends_at": now + timedelta(days=40)}
    with acting(manager):
        made = workflow.delegate_work(manager, by=manager, to=world.person("former_manager"), reason="Leave", **when)
    world.add("stand-in", "of next month", pk=made.pk)


PARTS = (add_accounts, add_invitations, add_proposal, add_reviews, add_stand_in)
