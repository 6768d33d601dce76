"""What can be said of where an entry stands on a day, as data."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cleanledger.model.entry import Accepted, Entry, Measure, Milestone
from cleanledger.model.finding import Finding
from cleanledger.model.lifecycle import Move
from cleanledger.model.log import LogLine
from cleanledger.model.standing import Standing


class Moved(NamedTuple):
    """A deadline that moved: the line that moved it, from where, to where."""

    line: LogLine
    was: date | None
    now: date | None


class Next(NamedTuple):
    """A step that the policy wants, or that can be taken now: what it lacks, and who can take it."""

    move: Move
    lacks: tuple[Finding, ...]
    by: tuple[str, ...]
    """Posts that hold somebody today and would not be refused."""


class Excused(NamedTuple):
    """An accepted finding, and whether it may stand today."""

    accepted: Accepted
    stands: bool


@dataclass(frozen=True)
class Explained:
    """One entry on one day."""

    entry: Entry
    day: date
    standing: Standing | None
    since: LogLine | None
    """The line that brought it to the status it has; None where none did."""
    due_first: date | None
    moved: tuple[Moved, ...]
    """In this round, the oldest first."""
    ask: LogLine | None
    """An extension that was asked for and not yet answered."""
    refused: LogLine | None
    """The last extension of this round that was refused."""
    returned: LogLine | None
    """The return after which nothing was claimed again."""
    parts: tuple[Measure | Milestone, ...]
    """Measures and milestones that are overdue."""
    findings: tuple[Finding, ...]
    excused: tuple[Excused, ...]
    is_past: bool
    """The day lies before the last line of the log: what could be done then is not asked."""
    steps: tuple[Next, ...]
    possible: tuple[str, ...]
    """What else can be done from its status."""
    review_days: int
