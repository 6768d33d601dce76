"""What the words of a deadline are read against, and what a reading is."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from cleanledger.i18n import _
from cleanledger.model.workdays import Counted, Workdays


class Terms(NamedTuple):
    """What words of a deadline count from, and what the policy says they mean."""

    year: int | None = None
    """The year of a deadline that names none: the ledger's."""
    base: dt.date | None = None
    """The day that `10个工作日内` counts from, and the one whose year is 今年."""
    workdays: Workdays = Workdays()
    immediate_days: int = 15
    """What 立行立改 means. Unit: natural days."""
    inclusive: bool = True
    """Whether 前 (before) a day, month or quarter takes it in."""
    early_day: int | None = None
    """The last day of 月初; None: it is not read."""


class Said(NamedTuple):
    """A sentence that is worded when it is shown; `message` is an `N_` text."""

    message: str
    facts: Mapping[str, object] = {}

    def text(self) -> str:
        """The sentence in the language of the run."""
        return _(self.message, **self.facts)


class Reading(NamedTuple):
    """What the words of a deadline say; every word of them was understood."""

    text: str
    due: dt.date | None = None
    """The last day in time."""
    standing: bool = False
    """It goes on: after `due` only reviews count."""
    review: str = ""
    """How often it is reviewed, e.g. `6 months`."""
    milestones: tuple[tuple[str, dt.date], ...] = ()
    """Dated parts of the way: title and last day in time."""
    undecided: bool = False
    """Nobody has set it yet (时限待定)."""
    is_day: bool = False
    """It is a day in figures, year and all: there are no words to keep."""
    leans_on: frozenset[str] = frozenset()
    """What it was read against beside its own words: `year`, `base`."""
    how: tuple[Said, ...] = ()
    counted: Counted | None = None
    """The working days that were counted, where it counts some."""

    def explained(self) -> Iterator[str]:
        """How it was read, sentence by sentence, in the language of the run."""
        return (said.text() for said in self.how)


class Unread(ValueError):
    """Words of a deadline that say nothing definite; `rest` is what was not understood, as typed."""

    def __init__(self, text: str, rest: str, why: Said) -> None:
        super().__init__(text)
        self.text, self.rest, self.why = text, rest, why
