"""What a form says in Samaan's own words: its answers by `stored_as`, whatever their questions are called."""

from samaan.xforms.verdict import Verdict


def facts_of(verdict: Verdict) -> dict[str, str]:
    """By column: the answers that count, are valid and not empty. Of a repeat the first that says something."""
    found: dict[str, str] = {}
    for judged in verdict.judged.values():
        column = judged.question.of_samaan.stored_as
        if column and judged.relevant and not judged.problem and judged.value:
            found.setdefault(column, judged.value)
    return found
