"""A finding: what the reader or a rule says of one place in the book, as data."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cleanledger.model.source import Related, Span


class Severity(StrEnum):
    """How much a finding weighs; the member order is the weight, heaviest first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Finding:
    """One finding; sorts by path, line, column, code. `entry` is an id or "", `field` a dotted path or ""."""

    path: str
    line: int
    column: int
    code: str
    end_line: int
    end_column: int
    name: str
    severity: Severity
    entry: str
    field: str
    message: str
    hint: str = ""
    related: tuple[Related, ...] = ()
    accepted: bool = False
    secret: bool = False
    """The source line must not be shown again."""
    commit: str = ""
    """The commit that brought it, where it is a finding of the past."""

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.line, self.column, self.end_line, self.end_column)

    @property
    def fingerprint(self) -> str:
        """Sha256 of code, entry (or path) and field: the same finding after lines have moved."""
        text = "\0".join((self.code, self.entry or self.path, self.field))
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def blocks(self) -> bool:
        """An error that nobody accepted: `check` ends with 1."""
        return self.severity is Severity.ERROR and not self.accepted
