"""The state diagrams of docs/flows, drawn from the tables of transitions that the pages and the API use."""

import inspect
from dataclasses import dataclass
from importlib import import_module

from django.db.models import TextChoices
from django.utils import translation

from samaan.transitions import Transition


@dataclass(frozen=True)
class Flow:
    """One lifecycle: the module with its table, and the statuses of its records."""

    name: str
    title: str
    module: str
    statuses: str

    def transitions(self) -> list[Transition]:
        """In the order of the table; a step with several faces (one per status it starts from) stands once each."""
        found: dict[int, Transition] = {}
        for value in vars(import_module(self.module)).values():
            for step in value.values() if isinstance(value, dict) else [value]:
                if isinstance(step, Transition):
                    found[id(step)] = step
        own = set(self.status_class().values)
        return [step for step in found.values() if {*step.sources, step.target} - {None} <= own]

    def status_class(self) -> type[TextChoices]:
        module, _, path = self.statuses.partition(":")
        found: object = import_module(module)
        for name in path.split("."):
            found = getattr(found, name)
        assert inspect.isclass(found) and issubclass(found, TextChoices)
        return found


FLOWS = [
    Flow("report", "A report", "samaan.intake.workflow.steps", "samaan.intake.models:Report.Status"),
    Flow("screening", "A TIP screening", "samaan.intake.screening_workflow", "samaan.intake.models:Screening.Status"),
    Flow("case", "A case", "samaan.cases.workflow.steps", "samaan.cases.models:Status"),
    Flow("referral", "A referral", "samaan.referrals.workflow.steps", "samaan.referrals.models:Status"),
    Flow("transfer", "A case handed over", "samaan.transfers.workflow", "samaan.transfers.models:Status"),
    Flow("conference", "A case conference", "samaan.conferences.workflow", "samaan.conferences.models:Status"),
    Flow("disposal", "A disposal", "samaan.retention.workflow.steps", "samaan.retention.models:Proposal.Status"),
    Flow(
        "own_data",
        "A survivor’s own copy",
        "samaan.retention.workflow.steps",
        "samaan.retention.models:OwnDataRequest.Status",
    ),
    Flow(
        "forms",
        "A filled-in form",
        "samaan.questionnaires.workflow.steps",
        "samaan.questionnaires.models:Submission.Status",
    ),
    Flow("sealed", "A sealed field", "samaan.sealed.workflow.steps", "samaan.sealed.models:Request.Status"),
    Flow("limit", "More for today", "samaan.watching.workflow.steps", "samaan.watching.models:More.Status"),
    Flow("concern", "Something unusual", "samaan.watching.workflow.steps", "samaan.watching.models:Concern.Status"),
    Flow(
        "pack_change",
        "A change to the country pack",
        "samaan.configuration.workflow.steps",
        "samaan.configuration.models:Change.Status",
    ),
    Flow(
        "terms",
        "Terms of reference",
        "samaan.directory.workflow.steps",
        "samaan.directory.models:TermsOfReference.Status",
    ),
    Flow("export", "An export", "samaan.exports.workflow.steps", "samaan.exports.models:Status"),
]


def page(flow: Flow) -> str:
    """The Markdown page of one lifecycle: its diagram and who may take each step."""
    with translation.override("en"):
        statuses = flow.status_class()
        steps = flow.transitions()
        lines = [f"# {flow.title}", "", "Drawn from the code by `make flows`; a test fails when they differ.", ""]
        lines += ["```mermaid", "stateDiagram-v2"]
        lines += [f"    {status.value}: {status.label}" for status in statuses]
        lines += [f"    [*] --> {step.target}: {step.kind}" for step in steps if not step.sources and step.target]
        lines += [
            f"    {source} --> {step.target or source}: {step.kind}"
            for step in steps
            if step.target is not None
            for source in sorted(set(map(str, step.sources)))
        ]
        lines += ["```", "", "| step | from | to | who may |", "|---|---|---|---|"]
        lines += [row(step, statuses) for step in steps]
    return "\n".join(lines) + "\n"


def row(step: Transition, statuses: type[TextChoices]) -> str:
    sources = ", ".join(str(statuses(source).label) for source in step.sources) or "–"
    target = statuses(step.target).label if step.target else "stays"
    rule = " ".join((inspect.getdoc(step.may) or "").split())
    return f"| `{step.kind}` | {sources} | {target} | {rule} |"
