"""What is wrong with a pack, said so that whoever keeps it can mend it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, order=True)
class Fault:
    """One fault: where it is, what is wrong, and what to do about it."""

    file: str
    line: int
    column: str
    problem: str
    remedy: str = ""
    # Of a workbook.
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.problem} {self.remedy}".rstrip()

    @property
    def where(self) -> str:
        words = [self.file]
        if self.sheet:
            words.append(_("sheet %(sheet)s") % {"sheet": self.sheet})
        if self.line:
            place = _("row %(line)s") if self.sheet else _("line %(line)s")
            words.append(place % {"line": self.line})
        if self.column:
            words.append(self.column)
        return ", ".join(words)


class PackFaults(Exception):
    """A pack that cannot be loaded, with every reason."""

    def __init__(self, faults: list[Fault]):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class OlderVersion(PackFaults):
    """A sound pack that is older than the one at work."""
