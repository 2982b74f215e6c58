"""The mechanism as a drawing: each need, and who is asked for it in which order. Black on white, readable on paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten, wrap

from samaan.mechanism.showing import Asked, Group, Way

# In units of the drawing; a sheet of A4 is as wide as 680 of them.
WIDTH, NEED, GAP, BOX, LINE, PAD = 680, 190, 26, 130, 15, 9
MOST = 3
NEED_SIGNS, BOX_SIGNS = 21, 16


@dataclass(frozen=True)
class Text:
    """A line of words in a box."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Box:
    """A need or a provider; `dashed`: asked only for children."""

    x: float
    y: float
    width: float
    height: float
    lines: list[Text]
    dashed: bool = False
    is_need: bool = False


@dataclass(frozen=True)
class Arrow:
    """From one box to the next that is asked."""

    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def head(self) -> str:
        return f"{self.x2},{self.y2} {self.x2 - 7},{self.y2 - 4} {self.x2 - 7},{self.y2 + 4}"


@dataclass(frozen=True)
class Diagram:
    """One group of needs. Its table says the same in words."""

    group: Group
    height: float
    boxes: list[Box]
    arrows: list[Arrow]

    @property
    def view_box(self) -> str:
        return f"0 0 {WIDTH} {self.height:g}"


def draw_all(groups: Iterable[Group]) -> list[Diagram]:
    return [draw(group) for group in groups]


def draw(group: Group) -> Diagram:
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    top = 4.0
    for way in group.ways:
        top = draw_way(way, top, boxes, arrows)
    return Diagram(group, top, boxes, arrows)


def draw_way(way: Way, top: float, boxes: list[Box], arrows: list[Arrow]) -> float:
    """A need on the left; to its right a row of who is asked, and one for children where that is another."""
    rows = [*rows_of(way.providers, dashed=False), *rows_of(way.children, dashed=True)]
    height = sum(row_height(row) + 8 for row, _dashed in rows) - 8
    need = box(2, top, NEED, height, wrap(way.label, NEED_SIGNS)[:3], is_need=True)
    boxes.append(need)
    y = top
    for row, dashed in rows:
        tall = row_height(row)
        middle, x = y + tall / 2, 2.0 + NEED
        for name in row:
            arrows.append(Arrow(x, middle, x + GAP, middle))
            x += GAP
            boxes.append(box(x, y, BOX, tall, name, dashed=dashed))
            x += BOX
        y += tall + 8
    return top + max(height, need.height) + 14


def rows_of(asked: list[Asked], *, dashed: bool) -> list[tuple[list[list[str]], bool]]:
    """Names in their order with their number, three to a row."""
    named = [
        wrap(f"{place}. {shorten(one.name, 70, placeholder='…')}", BOX_SIGNS) for place, one in enumerate(asked, 1)
    ]
    return [(named[start : start + MOST], dashed) for start in range(0, len(named), MOST)]


def row_height(row: list[list[str]]) -> float:
    return max(len(lines) for lines in row) * LINE + 2 * PAD


def box(x: float, y: float, width: float, height: float, lines: list[str], **kind: bool) -> Box:
    height = max(height, len(lines) * LINE + 2 * PAD)
    first = y + (height - len(lines) * LINE) / 2 + LINE - 4
    return Box(x, y, width, height, [Text(x + 8, first + n * LINE, words) for n, words in enumerate(lines)], **kind)
