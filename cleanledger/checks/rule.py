"""What a rule is, and what it looks at."""

import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleanledger.checks.page import Page, page_of
from cleanledger.checks.passages import Passage, passages_of
from cleanledger.checks.worded import Outcome, Worded, outcomes
from cleanledger.model.corrections import Effective, heard
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import ENDED, MOVES
from cleanledger.model.replay import Replay
from cleanledger.model.scalars import ENTRY_ID
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, Problem

if TYPE_CHECKING:
    from cleanledger.checks.change import Batch, Change

ENDINGS = frozenset(move.verb for move in MOVES.values() if move.target in ENDED)
"""Verbs that end an entry."""

Lookup = Callable[[str], Entry | None]
"""An entry by its id; None where there is none that can be read."""


class EvidenceFile(NamedTuple):
    """What is known of a file under `evidence/`; `sha256` is None where it was too large to read."""

    size: int
    sha256: str | None


@dataclass(frozen=True)
class Subject:
    """One entry under judgement, and what it is judged against."""

    entry: Entry
    document: Document
    setting: Setting
    today: date
    """The day of judgement."""
    now: date
    """The day it really is: a date after it lies in the future."""
    lookup: Lookup
    exists: Callable[[str], bool]
    """Whether there is a file for this id, readable or not."""
    evidence_file: Callable[[str], EvidenceFile | None]
    typed_from: int | None = None
    """The first log line that is being typed at this moment; None: all of them lie on disk."""

    @property
    def day(self) -> date:
        """The day as of which its units must exist: a record's own, the day an entry ended, else today.

        What the file holds is what its last line made of it: where today is moved before that line, its day.
        """
        if self.entry.kind == "record":
            return self.entry.date or self.today
        if self.is_living:
            return max((self.today, *(each.line.date for each in self.lines)))
        ends = (line for _place, line in self.lines if line.did in ENDINGS or line.status in ENDED)
        return max((line.closed_on or line.date for line in ends), default=self.today)

    @property
    def is_living(self) -> bool:
        """Whether it has not ended."""
        return self.entry.status not in ENDED

    @cached_property
    def replay(self) -> Replay:
        """What the log gives."""
        return self.setting.replay(self.entry)

    @cached_property
    def lines(self) -> tuple[Effective, ...]:
        """The log as it counts: wrong lines as corrected, or left out; the corrections among them."""
        corrected = heard(self.entry.log)
        return tuple(sorted((*corrected.lines, *corrected.corrections), key=lambda each: each.place))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of its file."""
        return tuple(passages_of(self.document))

    @cached_property
    def text(self) -> str:
        """Every text of its file in one, for a first look: a bar on a line of its own stands between two."""
        return "\n|\n".join(each.text for each in self.passages)

    @cached_property
    def worded(self) -> tuple[tuple[Worded, Outcome], ...]:
        """Each deadline that has words beside its day, and what they say."""
        return tuple(outcomes(self.entry, self.setting, self.lines))

    def refers_to(self, entry_id: str) -> Entry | None:
        """The entry of this id; None where it is no id, or there is none that can be read."""
        return self.lookup(entry_id) if is_entry_id(entry_id) else None


def is_entry_id(text: str) -> bool:
    """Whether `text` can be an entry's id, and so gives a path inside the book."""
    return re.fullmatch(ENTRY_ID, text) is not None


@dataclass(frozen=True)
class Whole:
    """The whole book under judgement."""

    setting: Setting
    today: date
    entries: Mapping[str, Entry]
    documents: Mapping[str, Document]
    """By path, as findings name them."""
    paths: Mapping[str, str]
    """The path of each entry by id; of a cover by ledger id; of book.yaml and the like by that name."""
    evidence_files: Mapping[str, EvidenceFile] = field(default_factory=dict)
    """By path relative to the folder of book.yaml."""
    now: date = date.max
    """The day it really is: a date after it lies in the future."""


EntryRule = Callable[[Subject], Iterator[Problem]]
BookRule = Callable[[Whole], Iterator[tuple[str, Problem]]]
"""Yields the key of `Whole.paths` that a problem belongs to, and the problem."""
ChangeRule = Callable[["Change"], Iterator[Problem]]
BatchRule = Callable[["Batch"], Iterator[tuple[str, Problem]]]
"""Yields the entry, ledger or file of the book that a problem belongs to, and the problem."""


@dataclass(frozen=True)
class Rule:
    """One rule. `code` is for ever; `name` states the problem; `doc` is its page.

    `hint`: the way out in general, and where a problem brings none of its own; an `N_` text.
    """

    code: str
    name: str
    severity: Severity
    doc: str
    hint: str = ""
    of_entry: EntryRule | None = None
    of_book: BookRule | None = None
    of_change: "ChangeRule | None" = None
    of_batch: "BatchRule | None" = None

    @property
    def page(self) -> Page:
        """What it says, why it is there, and an example."""
        return page_of(self.doc)


def rule(
    code: str, name: str, severity: Severity = Severity.ERROR, *, hint: str = ""
) -> Callable[[EntryRule], Rule]:
    """Makes a rule on one entry of a function; its docstring is the page."""

    def make(function: EntryRule) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", hint, of_entry=function)

    return make


def book_rule(
    code: str, name: str, severity: Severity = Severity.ERROR, *, hint: str = ""
) -> Callable[[BookRule], Rule]:
    """Makes a rule on the whole book of a function; its docstring is the page."""

    def make(function: BookRule) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", hint, of_book=function)

    return make


def change_rule(
    code: str, name: str, severity: Severity = Severity.ERROR, *, hint: str = ""
) -> Callable[[ChangeRule], Rule]:
    """Makes a rule on one change of an entry of a function; its docstring is the page."""

    def make(function: ChangeRule) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", hint, of_change=function)

    return make


def batch_rule(
    code: str, name: str, severity: Severity = Severity.ERROR, *, hint: str = ""
) -> Callable[[BatchRule], Rule]:
    """Makes a rule on all that is changed at once of a function; its docstring is the page."""

    def make(function: BatchRule) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", hint, of_batch=function)

    return make


def stated(code: str, name: str, doc: str, hint: str = "") -> Rule:
    """A rule that the reader or a model judges by itself; here stand its name and its page."""
    return Rule(code, name, Severity.ERROR, doc, hint)


def replayed(code: str, name: str, doc: str, hint: str = "") -> Rule:
    """A rule that replaying the log judges."""

    def problems(subject: Subject) -> Iterator[Problem]:
        return (problem for problem in subject.replay.problems if problem.code == code)

    return Rule(code, name, Severity.ERROR, doc, hint, of_entry=problems)
