"""What whoever approves changes to the country pack finds in the demo: a list with one more word."""

from samaan.configuration import examining, workflow
from samaan.configuration.models import Change
from samaan.demo.staffing import person
from samaan.demo.telling import acting

LIST = "codelists/support_persons.csv"
WORDS = {
    "code": "school_counsellor",
    "en": "School counsellor",
    "es": "Orientadora u orientador escolar",
    "fr": "Conseiller scolaire",
    "order": "75",
    "active": "yes",
}
REASON = "Schools ask that their counsellor can be named as the person of trust."


def tell() -> None:
    """Once: whoever loads the demo again finds it as it was left."""
    administrator = person("administrator@ctu.example")
    with acting(administrator):
        if Change.objects.exists():
            return
        change = workflow.begin_change(by=administrator, reason=REASON)
        workflow.put_file(change, by=administrator, name=LIST.rpartition("/")[2], data=with_another_line())
        workflow.propose_change(change, by=administrator)


def with_another_line() -> bytes:
    """The list as it is at work, with one line more."""
    data = examining.files_at_work()[LIST]
    head, *_rows = data.decode("utf-8-sig").splitlines()
    line = ",".join(WORDS.get(column, "") for column in head.split(","))
    return data.rstrip() + f"\n{line}\n".encode()
