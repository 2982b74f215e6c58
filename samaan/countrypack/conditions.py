"""The small language of rules: tests on facts, nothing that runs.

A condition is one fact and one test: `{fact: persons, at_least: 3}`. All conditions of a rule must hold.
A fact that is not known makes its condition false, whatever the test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Condition:
    fact: str
    test: str
    value: Any

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> "Condition":
        test, value = next((name, value) for name, value in content.items() if name != "fact")
        return cls(content["fact"], test, value)

    def holds(self, facts: Mapping[str, Any]) -> bool:
        """Whether the fact is known and passes the test."""
        found = facts.get(self.fact)
        if found is None:
            return False
        match self.test:
            case "is":
                return found == self.value
            case "is_not":
                return found != self.value
            case "at_least":
                return found >= self.value
            case "at_most":
                return found <= self.value
            case "one_of":
                return found in self.value
        raise ValueError(self.test)


def all_hold(conditions: Iterable[Condition], facts: Mapping[str, Any]) -> bool:
    return all(condition.holds(facts) for condition in conditions)
