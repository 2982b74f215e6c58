"""What is kept how long and what is left of it, what a survivor asks for, files that leave, and who watches."""

from typing import Any

from samaan.access import quota, records
from samaan.cases import workflow as case_work
from samaan.cases.models import Case
from samaan.exports import jobs as export_jobs
from samaan.exports import workflow as export_work
from samaan.exports.models import RecipientKey
from samaan.exports.workflow.asking import Wanted
from samaan.intake.models import Report
from samaan.retention import destroying, owndata
from samaan.retention.models import OwnDataRequest
from samaan.retention.workflow import answering
from samaan.server.connection import acting_as
from samaan.watching import workflow as watch_work
from samaan.watching.models import Concern, More
from tests.factories import retention as making
from tests.factories.accounts import make_user
from tests.factories.cases import make_case
from tests.matrix.world import World, acting

HELD_FOR = "The High Court hears her brother in May"
CHECKED = "She came with her old school card"
TAKEN_OUT_FOR = "The magistrate wrote on Monday"
RECIPIENT = "Magistrate Ottley"
# Public keys of nobody: their secret halves were thrown away.
KEY = "age17gdcc5rj6xdfndaavx34qzelh537ke444p9cyvrcfvya6mrm8phq4gxwy5"


def add_kept(world: World) -> None:
    """Files whose time has come: one as it is, one on hold, one whose hold the Director lifted; and files in work."""
    case = due_case(world)
    world.add("kept", "due case", **numbers_of(case))
    world.add("kept", "due report", **numbers_of(due_report(world)))
    director = world.person("director")
    for state in ("held", "lifted"):
        case = due_case(world)
        hold = making.hold(case, by=director, reason=HELD_FOR)
        if state == "lifted":
            making.lift(hold, by=director)
        world.add("kept", f"{state} case", **numbers_of(case))
        world.add("hold", {"held": "standing"}.get(state, state), pk=hold.pk)
    for name in ("open", "closed"):
        world.add("kept", f"{name} case", kind="case", kinds="cases", pk=world.things["case"][name]["pk"])
    matter = world.things["matter"]["its case"]
    world.add("kept", "case in an emergency", kind="case", kinds="cases", pk=matter["pk"])


def due_case(world: World) -> Case:
    """Closed nine years ago by its case manager, with somebody on the team to follow it."""
    manager = world.person("manager")
    known = {"given_names": "Maricel", "family_names": "Zambrano", "phones": ["+18685550123"]}
    case = make_case(investigator=world.person("investigator"), case_manager=manager, **known)
    with acting(manager):
        records.exclude(case, world.person("recused"), by=manager)
        case_work.join_team(case, by=manager, user=world.person("observer"), part="observer")
    return making.make_due_case(case=case)


def due_report(world: World) -> Report:
    head, report = world.person("head"), making.make_due_report()
    with acting(head):
        records.exclude(report, world.person("recused"), by=head)
    return report


def numbers_of(record: Case | Report) -> dict[str, Any]:
    return {"kind": record.record_kind, "kinds": f"{record.record_kind}s", "pk": record.pk}


def add_disposals(world: World) -> None:
    """Proposed by a colleague, by the Director themselves, approved; and what is left once it was destroyed."""
    director, colleague = world.person("director"), make_user("deputy_director", full_name="colleague")
    proposals = {
        "of a colleague": making.propose(due_case(world), by=colleague),
        "of the director": making.propose(due_report(world), by=director),
        "approved": making.approve(making.propose(due_report(world), by=colleague), by=director),
    }
    for state, proposal in proposals.items():
        world.add("disposal", state, pk=proposal.pk)
    for record in (due_case(world), due_report(world)):
        agreed = making.approve(making.propose(record, by=colleague), by=director)
        with acting_as("job"):
            certificate = destroying.destroy(agreed.pk)
        world.add("certificate", f"of a {record.record_kind}", pk=certificate.pk)


def add_wishes(world: World) -> None:
    """The survivor of the closed case was given a copy and asks for another; one copy could be released at once."""
    for state in ("released", "asked"):
        keep_wish(world, state, world.things["case"]["closed"]["pk"])
    keep_wish(world, "looked through", world.things["kept"]["due case"]["pk"])


def keep_wish(world: World, state: str, case_pk: Any) -> None:
    manager = world.person("manager")
    asked = {"asker": "person", "identity_check": CHECKED, "language": "es"}
    with acting(manager):
        case = Case.objects.get(pk=case_pk)
        wish = answering.record_request(case, by=manager, asked_on=quota.today(), **asked)
    with acting(manager):
        wish = OwnDataRequest.objects.select_related("case__person").get(pk=wish.pk)
        found, texts = owndata.to_read(wish)
        first = texts[0].text
        for one in texts if state != "asked" else ():
            answering.confirm_text(wish, one.text.source, by=manager, original=one.text.text)
        if state == "released":
            answering.release(wish, by=manager)
    document = found.documents[0].file_id if found.documents else None
    read = owndata.fingerprint(first.text.encode())
    numbers = {"source": first.source, "read": read, "text": first.text, "file_pk": document, "file": document}
    world.add("wish", state, pk=wish.pk, **numbers)


def add_exports(world: World) -> None:
    """Of the open case: one that waits for a second person, one to be put under a password, one under a key."""
    investigator, manager = world.person("investigator"), world.person("manager")
    asked = {
        "waiting": (investigator, {"envelope": "password"}),
        "made": (manager, {"envelope": "password"}),
        "under a key": (manager, {"envelope": "key", "public_key": KEY}),
    }
    for state, (by, given) in asked.items():
        with acting(by):
            export = export_work.ask(wanted(world, **given), by=by)
        with acting_as("job"):
            export_jobs.make_export(str(export.pk))
        world.add("export", state, pk=export.pk)


def wanted(world: World, **given: Any) -> Wanted:
    cases = [world.things["case"]["open"]["pk"]]
    said = {"purpose": "court", "reason": TAKEN_OUT_FOR, "recipient": RECIPIENT}
    return Wanted(kind="case_file", cases=cases, **said | given)


def add_recipients(world: World) -> None:
    """The unit's: one that waits for a second person, one that was approved."""
    manager, director = world.person("manager"), world.person("director")
    for state in ("proposed", "approved"):
        with acting(manager):
            key = export_work.register("Registry of the High Court", KEY, by=manager)
        if state == "approved":
            with acting(director):
                export_work.confirm(RecipientKey.objects.get(pk=key.pk), by=director)
        world.add("recipient", state, pk=key.pk)


def add_limits(world: World) -> None:
    """More for today: asked by the case manager, asked by the Director, and allowed."""
    head = world.person("head")
    asked = {"of the case manager": ("manager", "case"), "of the director": ("director", "case")}
    for state, (name, what) in (asked | {"allowed": ("manager", "line")}).items():
        by = world.person(name)
        with acting(by):
            more = watch_work.ask(what, by=by, number=10, reason="Many files came from the port")
        if state == "allowed":
            with acting(head):
                watch_work.grant(More.objects.get(pk=more.pk), by=head)
        world.add("more", state, pk=more.pk)
    world.add("limit", "of reports", what="report")


def add_concerns(world: World) -> None:
    """About the case manager, open and closed; about the Director; and one file that many opened, the Director too."""
    manager, director, head = (world.person(name) for name in ("manager", "director", "head"))
    file = {"about_kind": "case", "about_id": world.things["case"]["open"]["pk"]}
    raised = {
        "about the case manager": ("many_records", {"count": 40}, {"user": manager}),
        "about the director": ("many_records", {"count": 50}, {"user": director}),
        "about a file": ("readers", {"count": 9, "readers_are": [director.pk]}, file),
        "closed": ("at_night", {"count": 6}, {"user": manager}),
    }  # fmt: skip
    for state, (rule, numbers, about) in raised.items():
        with making.worker("watching"):
            concern = watch_work.raise_concern(rule, quota.today(), numbers, **about)
        if state == "closed":
            with acting(head):
                found = Concern.objects.get(pk=concern.pk)
                watch_work.close(found, by=head, finding="explained", words="A rescue at sea")
        world.add("concern", state, pk=concern.pk)


PARTS = (add_kept, add_disposals, add_wishes, add_exports, add_recipients, add_limits, add_concerns)
