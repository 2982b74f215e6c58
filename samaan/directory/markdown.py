"""The little Markdown that terms are written in, as blocks for a template: it never becomes markup of its own."""

import re
from dataclasses import dataclass, field

HEADING, POINT = re.compile(r"#{1,4}\s+(.*)"), re.compile(r"[-*]\s+(.*)")


@dataclass
class Block:
    """`heading`, `points` or `text`."""

    kind: str
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        return " ".join(self.lines)


def blocks(text: str) -> list[Block]:
    """`## Heading`, `- point`, and paragraphs with empty lines between them. All else is text."""
    found: list[Block] = []
    begins = True
    for line in (line.strip() for line in text.splitlines()):
        heading, point = HEADING.fullmatch(line), POINT.fullmatch(line)
        if heading:
            found.append(Block("heading", [heading[1]]))
        elif line:
            kind = "points" if point else "text"
            if begins or found[-1].kind != kind:
                found.append(Block(kind))
            found[-1].lines.append(point[1] if point else line)
        begins = not line or bool(heading)
    return found
