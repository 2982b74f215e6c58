"""The nodes of a filled-in form, and of the lists its questions choose from."""

from collections.abc import Iterator
from typing import Any


class Node:
    """One element: its text, its children by name, and whether it is relevant just now."""

    __slots__ = ("by_column", "choice", "name", "named", "parent", "path", "relevant", "repeated", "text")

    def __init__(self, name: str, parent: "Node | None" = None, text: str = "", path: str = ""):
        self.name = name
        self.parent = parent
        self.text = text
        # The path of its question, without positions.
        self.path = path
        self.named: dict[str, list[Node]] = {}
        self.relevant = True
        self.repeated = False
        self.choice: Any = None
        self.by_column: dict[str, dict[str, list[Node]]] = {}
        if parent is not None:
            parent.named.setdefault(name, []).append(self)

    @property
    def children(self) -> Iterator["Node"]:
        for siblings in self.named.values():
            yield from siblings

    @property
    def position(self) -> int:
        """Its place among the siblings of its name, from 1."""
        return 1 if self.parent is None else self.parent.named[self.name].index(self) + 1

    @property
    def address(self) -> str:
        """`/data/child[2]/age`: a position for each repeat; the node of the document has none."""
        if self.parent is None:
            return self.name
        return f"{self.parent.address}/{self.name}{f'[{self.position}]' if self.repeated else ''}"

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def items_by(self, column: str) -> dict[str, list["Node"]]:
        """The items of a list by the text in one column; lists do not change, so it is looked through once."""
        if column not in self.by_column:
            found: dict[str, list[Node]] = {}
            for item in self.named.get("item", ()):
                found.setdefault(item.cell(column), []).append(item)
            self.by_column[column] = found
        return self.by_column[column]

    def cell(self, column: str) -> str:
        """The text of its first child of a name; nothing when there is none."""
        found = self.named.get(column)
        return found[0].text if found else ""


def inside(parent: Node, name: str) -> Node:
    """A place inside a node where nothing is yet, to see the rest of the form from."""
    node = Node(name)
    node.parent = parent
    return node
