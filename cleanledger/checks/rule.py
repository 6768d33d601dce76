"""What a rule is, and what it looks at."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from cleanledger.model.entry import Entry
from cleanledger.model.finding import Severity
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.replay import Replay
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, Problem

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

    @property
    def day(self) -> date:
        """The day as of which its units must exist: today while it lives, else the day it ended."""
        if self.entry.status in ENDED and self.entry.log:
            return self.entry.log[-1].date
        return self.today

    @property
    def is_living(self) -> bool:
        """Whether it has not ended."""
        return self.entry.status not in ENDED

    @cached_property
    def replay(self) -> Replay:
        """What the log gives."""
        return self.setting.replay(self.entry)


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


EntryRule = Callable[[Subject], Iterator[Problem]]
BookRule = Callable[[Whole], Iterator[tuple[str, Problem]]]
"""Yields the key of `Whole.paths` that a problem belongs to, and the problem."""


@dataclass(frozen=True)
class Rule:
    """One rule. `code` is for ever; `name` states the problem; its page is `why`."""

    code: str
    name: str
    severity: Severity
    why: str
    of_entry: EntryRule | None = None
    of_book: BookRule | None = None


def rule(code: str, name: str, severity: Severity = Severity.ERROR) -> Callable[[EntryRule], Rule]:
    """Makes a rule on one entry of a function; its docstring is the page."""

    def make(function: EntryRule) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", of_entry=function)

    return make


def book_rule(code: str, name: str, severity: Severity = Severity.ERROR) -> Callable[[BookRule], Rule]:
    """Makes a rule on the whole book of a function; its docstring is the page."""

    def make(function: BookRule) -> Rule:
        return Rule(code, name, severity, inspect.getdoc(function) or "", of_book=function)

    return make


def stated(code: str, name: str, why: str) -> Rule:
    """A rule that the reader or a model judges by itself; here stand its name and its page."""
    return Rule(code, name, Severity.ERROR, why)


def replayed(code: str, name: str, why: str) -> Rule:
    """A rule that replaying the log judges."""

    def problems(subject: Subject) -> Iterator[Problem]:
        return (problem for problem in subject.replay.problems if problem.code == code)

    return Rule(code, name, Severity.ERROR, why, of_entry=problems)
