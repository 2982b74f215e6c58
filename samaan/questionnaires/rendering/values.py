"""An answer between its text in the instance and the inputs of a page."""

from collections.abc import Sequence

from samaan.xforms.definition import Choice, Question
from samaan.xforms.values import DATE
from samaan.xforms.verdict import Verdict
from samaan.xforms.vocabulary import SELECTS

# What stands in the instance where the answer itself is sealed.
MASK = "•••••"
FILES = ("image", "audio", "video", "file")
# More than so many are chosen from a list that unfolds; more than so many by writing part of a name.
FEW, MANY = 12, 300
# So many names of a long list come with the page.
LISTED = 1000


def way_of(question: Question, offered: int) -> str:
    """How a question is asked: the name of its template."""
    looks = question.appearance
    if question.of_samaan.sealed:
        return "sealed"
    if question.calculation or question.kind == "calculate":
        return "calculated"
    if question.kind == SELECTS[0]:
        return way_of_one(looks, offered)
    if question.kind == SELECTS[1]:
        return "checkboxes"
    if question.kind == "image" and "signature" in looks:
        return "signature"
    if question.kind in FILES:
        return "file"
    if question.kind == "range":
        return "scale" if few_steps(question) else "number"
    if question.kind == "date":
        return next((found for found in ("month-year", "year") if found in looks), "date")
    if question.kind == "text":
        return "multiline" if "multiline" in looks else "text"
    return {"integer": "number", "decimal": "number"}.get(question.kind, question.kind)


def way_of_one(looks: tuple[str, ...], offered: int) -> str:
    if "likert" in looks:
        return "likert"
    if offered > MANY or ("autocomplete" in looks and offered > FEW):
        return "find"
    if "minimal" in looks or offered > FEW:
        return "select"
    return "radios"


def steps(question: Question) -> tuple[float, float, float]:
    """Of a range: from, to, by how much."""
    low, high, step = (
        float(question.parameters.get(name) or usual) for name, usual in (("start", 1), ("end", 10), ("step", 1))
    )
    return low, high, step or 1.0


def few_steps(question: Question) -> bool:
    low, high, step = steps(question)
    return 0 <= (high - low) / step < FEW - 1


def scale(question: Question) -> list[str]:
    """The numbers of a range, as they are written."""
    low, high, step = steps(question)
    count = int((high - low) / step + 1e-6) + 1
    return [f"{low + step * place:.10g}" for place in range(count)]


def text_of(question: Question, sent: Sequence[str], offered: Sequence[Choice] = (), language: str = "") -> str:
    """What a page sent, as the instance keeps it."""
    sent = [text.strip() for text in sent]
    if question.kind in (SELECTS[1], "geopoint"):
        return " ".join(text for text in sent if text)
    text = sent[-1] if sent else ""
    if question.kind == "datetime" and text.endswith(":"):
        return text.rstrip(":")
    if question.kind == "date" and "month-year" in question.appearance and len(text) == 7:
        return f"{text}-01"
    if question.kind == "date" and "year" in question.appearance and len(text) == 4:
        return f"{text}-01-01"
    if question.kind == "decimal":
        return text.replace(",", ".")
    return text


def chosen_by_words(text: str, verdict: Verdict, address: str) -> str:
    """A choice found by writing: its name, when the words are those of one that is offered."""
    offered = verdict.choices(address)
    if not text or any(choice.name == text for choice in offered):
        return text
    wanted = text.casefold()
    found = [choice.name for choice in offered if verdict.choice_label(choice).casefold() == wanted]
    return found[0] if found else text


def candidates(text: str, verdict: Verdict, address: str, most: int = 20) -> list[Choice]:
    """Choices that what was written may have meant."""
    wanted = text.casefold()
    if not wanted:
        return []
    offered = verdict.choices(address)
    return [choice for choice in offered if wanted in verdict.choice_label(choice).casefold()][:most]


def in_input(question: Question, text: str) -> str:
    """The text as its input takes it."""
    if question.kind == "time":
        return text[:5]
    if question.kind == "datetime":
        return text[:16]
    if question.kind == "date" and DATE.fullmatch(text):
        if "month-year" in question.appearance:
            return text[:7]
        if "year" in question.appearance:
            return text[:4]
    return text


def point(text: str) -> tuple[str, str]:
    """Latitude and longitude."""
    parts = [*text.split(), "", ""]
    return parts[0], parts[1]
