"""One thing that changes when a pack is put to work, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """`about` says what it is of, as `role:director`: who compares and who writes rows do not say it twice."""

    about: str
    words: str

    def __str__(self) -> str:
        return self.words
