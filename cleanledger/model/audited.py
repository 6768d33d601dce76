"""What an audit found and saw, as data."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cleanledger.model.finding import Finding


class Unchecked(NamedTuple):
    """What could not be checked, and why; `entry` is empty where it is a whole commit."""

    commit: str
    reason: str
    entry: str = ""


class Told(NamedTuple):
    """A commit that is spoken of: the day and the author that it claims."""

    day: date
    author: str
    email: str


class Stamp(NamedTuple):
    """A checkpoint that was seen; `signature` is what it is worth, as of commits."""

    number: int
    commit: str
    digits: str
    signature: str


class Proof(NamedTuple):
    """What the digits that somebody brought are: those of `commit`, after which `later` commits came.

    `commit` is empty where they are those of none.
    """

    digits: str
    commit: str = ""
    later: int = 0


@dataclass
class Verdict:
    """What was found and seen in one commit."""

    commit: str
    folder: str = "."
    """Where the book lies in it, from the root of the repository."""
    day: date | None = None
    """The day that it claims, in the zone of the book."""
    author: str = ""
    email: str = ""
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    withdrawn: str = ""
    """The commit that it takes back."""
    month: str = ""
    typists: Counter[str] = field(default_factory=Counter)
    closings: Counter[date] = field(default_factory=Counter)
    signature: str = ""
    entries: list[str] = field(default_factory=list)
    """The entries that it has otherwise than a parent."""
    taken_out: list[str] = field(default_factory=list)
    """The entries that are gone by it, also those that got another number."""


@dataclass
class Audited:
    """What an audit found in a range of commits, and what it saw."""

    book: str = ""
    """The name of the book, in the last commit that has one."""
    language: str = "en"
    posts: Mapping[str, str] = field(default_factory=dict)
    """What the posts of that commit are called, by code; empty where one has no name."""
    begin: date | None = None
    end: date | None = None
    """The days that the first and the last commit claim."""
    told: dict[str, Told] = field(default_factory=dict)
    """The commits that findings and what could not be checked speak of."""
    first: str = ""
    last: str = ""
    commits: int = 0
    ids: set[str] = field(default_factory=set)
    """Of the entries that were touched."""
    findings: list[Finding] = field(default_factory=list)
    unchecked: list[Unchecked] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    """Commits whose own author took them back at once."""
    typists: Counter[str] = field(default_factory=Counter)
    """Lines typed, by post."""
    months: Counter[str] = field(default_factory=Counter)
    """Commits by month, as their authors state it."""
    closings: Counter[date] = field(default_factory=Counter)
    """Entries closed, by day."""
    signatures: Counter[str] = field(default_factory=Counter)
    """Commits that touch the book, by what their signature is worth."""
    has_remote: bool = True
    checkpoints: list[Stamp] = field(default_factory=list)
    """Those that hold, by number."""
    proof: Proof | None = None

    def take(self, verdict: Verdict) -> None:
        """Adds what was found and seen in one more commit."""
        self.first = self.first or verdict.commit
        self.last = verdict.commit
        self.commits += 1
        if verdict.day and verdict.month:
            self.begin, self.end = self.begin or verdict.day, verdict.day
        if verdict.day and (verdict.findings or verdict.unchecked):
            self.told[verdict.commit] = Told(verdict.day, verdict.author, verdict.email)
        self.findings += verdict.findings
        self.unchecked += verdict.unchecked
        self.withdrawn += filter(None, (verdict.withdrawn,))
        self.typists += verdict.typists
        self.months += Counter(filter(None, (verdict.month,)))
        self.closings += verdict.closings
        self.signatures += Counter(filter(None, (verdict.signature,)))
        self.ids |= set(verdict.entries)

    @property
    def entries(self) -> int:
        """How many entries were touched."""
        return len(self.ids)

    @property
    def is_empty(self) -> bool:
        """Whether the range has no commit."""
        return not self.commits

    @property
    def months_without(self) -> tuple[str, ...]:
        """The months between the first and the last commit in which there is none."""
        if not self.months:
            return ()
        begin, end = min(self.months), max(self.months)
        return tuple(month for month in _months(begin, end) if month not in self.months)


def _months(begin: str, end: str) -> Iterator[str]:
    year, month = (int(part) for part in begin.split("-"))
    while (text := f"{year:04}-{month:02}") <= end:
        yield text
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)  # noqa: PLR2004 - December
