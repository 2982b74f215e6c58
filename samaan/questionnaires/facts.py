"""What a form says in Samaan's own words: its answers by `stored_as`, whatever their questions are called."""

from samaan.xforms.judging import Judged
from samaan.xforms.verdict import Verdict


def fact_of(verdict: Verdict, column: str) -> str | None:
    """What a column is answered with; None when it is not asked, or when its answer is wrong."""
    judged = asked(verdict, column)
    return None if judged is None or (judged.problem and judged.value) else judged.value


def facts_of(verdict: Verdict, column: str) -> list[str]:
    """The codes chosen in a column that takes several."""
    return (fact_of(verdict, column) or "").split()


def asked(verdict: Verdict, column: str) -> Judged | None:
    """The question of a column as it stands; of a repeat the first."""
    question = verdict.instance.form.stored_as.get(column)
    if question is None:
        return None
    found = verdict.instance.nodes()[question.path]
    return next((verdict[node.address] for node in found if node.relevant), None)
