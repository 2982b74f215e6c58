"""Reading matrix.yaml: who meets what at each address."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "matrix.yaml"
VISITOR = "visitor"
REST, EVERYBODY = "the rest", "everybody"


@dataclass(frozen=True)
class Actor:
    name: str
    who: str
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Row:
    """What everybody meets at one address with one method while the record is in one state."""

    address: str
    method: str
    kind: str
    state: str
    sends: dict[str, Any]
    answers: dict[str, str]

    @property
    def name(self) -> str:
        return f"{self.method} {self.address} [{self.kind}: {self.state}]"

    def asked_as(self, method: str) -> "Row":
        """The same address asked in another way, with nothing sent."""
        return replace(self, method=method, sends={})


@dataclass
class Matrix:
    actors: dict[str, Actor] = field(default_factory=dict)
    holds: dict[str, list[str]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    pages: list[Row] = field(default_factory=list)
    operations: list[Row] = field(default_factory=list)

    def every_row(self) -> list[Row]:
        return [*self.pages, *self.operations]


def read() -> Matrix:
    said = yaml.safe_load(FILE.read_text())
    actors = {name: Actor(name, **about) for name, about in said["actors"].items()}
    holds = {name: str(held).split() for name, held in said["compartments of the case"].items()}
    return Matrix(
        actors,
        holds,
        said["tested elsewhere"],
        rows(said["pages"], actors, nobody="sign-in"),
        rows(said["operations of the API"], actors, nobody="no-token"),
    )


def rows(table: dict[str, dict[str, Any]], actors: dict[str, Actor], *, nobody: str) -> list[Row]:
    """An address has lines such as `POST open: {does: manager, refused: observer}`; who is left out meets nothing."""
    found = []
    for address, about in table.items():
        kind, sends = about["of"], about.get("sends", {})
        for line, said in about.items():
            if line in ("of", "sends"):
                continue
            method, _, state = line.partition(" ")
            spread = spread_out(said, actors, nobody, f"{address} {line}")
            found.append(Row(address, method, kind, state, sends if method != "GET" else {}, spread))
    return found


def spread_out(said: dict[str, str], actors: dict[str, Actor], nobody: str, where: str) -> dict[str, str]:
    """The answer for each actor: named ones first, then the rest; visitors and leavers sign in unless named."""
    answers: dict[str, str] = {}
    rest = "nothing"
    for answer, names in said.items():
        if names in (REST, EVERYBODY):
            rest = answer
            if names == EVERYBODY:
                answers |= dict.fromkeys(actors, answer)
            continue
        for name in names.split():
            assert name in actors, f"{where}: nobody is called {name}"
            assert name not in answers, f"{where}: {name} stands there twice"
            answers[name] = answer
    outside = {VISITOR: nobody, "left": nobody}
    return {name: answers.get(name, outside.get(name, rest)) for name in actors}
