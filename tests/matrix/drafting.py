"""What to write: the lines an address still lacks, and a line as it is met today."""

from typing import Any

from tests.matrix.asking import ADDRESSES, Asked
from tests.matrix.reading import REST, VISITOR, Row

WHERE = "tests/matrix/matrix.yaml"
HOW = (
    f"Write into {WHERE}, with who may do what by the design (packs/tt/roles.yaml), not by what happens to be met."
    " `of` is a kind of thing and each line a state of it, as tests/matrix/filling.py makes them; a new kind needs its"
    " function there. Then run tests/matrix/test_complete.py and tests/matrix/test_pages.py or test_api.py -k ADDRESS."
)


def lines_for_page(name: str) -> str:
    """An address of a page with a line to be completed."""
    numbers = " ".join(ADDRESSES[name]) or "none: of: nothing, state: in particular"
    return (
        f"\n  {name}:  # under `pages`; numbers of its address: {numbers}\n    of: KIND\n    GET STATE: {{opens: WHO}}"
    )


def lines_for_operation(name: str) -> str:
    method = name.partition(" ")[0]
    answer = "opens" if method == "GET" else "does"
    return f"\n  {name}:  # under `operations of the API`\n    of: KIND\n    {method} STATE: {{{answer}: WHO}}"


def missing(names: set[str], lines: Any) -> str:
    return f"{HOW}\n{''.join(lines(name) for name in sorted(names))}"


def as_met(row: Row, asked: Asked) -> str:
    """The line of this row as everybody meets it now: right only where the design says the same."""
    return as_line(row, {name: asked.met(name, row).answer for name in asked.askers})


def as_line(row: Row, answers: dict[str, str]) -> str:
    outside = "no-token" if " " in row.address else "sign-in"
    usual = {VISITOR: outside, "left": outside}
    told = {name: answer for name, answer in answers.items() if answer != usual.get(name)}
    if set(answers.values()) == {next(iter(answers.values()))}:
        return f"{row.method} {row.state}: {{{next(iter(answers.values()))}: everybody}}"
    inside = [answer for name, answer in told.items() if name not in usual]
    rest = max(set(inside), key=inside.count)
    said: dict[str, str] = {}
    for answer in dict.fromkeys(told.values()):
        names = [name for name, one in told.items() if one == answer]
        if answer != rest:
            said[answer] = " ".join(names)
        elif outsiders := [name for name in names if name in usual]:
            said[answer] = " ".join(outsiders)
    if rest != "nothing":
        said[rest] = REST
    return f"{row.method} {row.state}: {{{', '.join(f'{answer}: {names}' for answer, names in said.items())}}}"
