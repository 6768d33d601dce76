"""What is asked of a report."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, TypeAlias

from cleanledger.model.standing import Row
from cleanledger.model.workdays import YearUnknown
from cleanledger.reports.units import UnitNode


class By(StrEnum):
    """What the rows of a report are put together by."""

    UNIT = "unit"
    LEDGER = "ledger"
    LEADER = "leader"
    SOURCE = "source"
    CARRIER = "carrier"
    CAMPAIGN = "campaign"
    LEVEL = "level"
    PLAN = "plan"
    DAY = "day"
    DUTY = "duty"


class Rung(NamedTuple):
    """One step of the ladder of notices: the record type owed from so many days overdue on."""

    type: str
    after: int


class CardType(NamedTuple):
    """A record type that is a card, and its signal: yellow or red."""

    type: str
    signal: str


class Duty(NamedTuple):
    """Something that must be held again and again; owed from `since` to `until`, None: ever."""

    type: str
    held_by: str
    every: str
    at_least: int = 1
    since: date | None = None
    until: date | None = None


class Weights(NamedTuple):
    """How many points a unit gets in `slow` for one of each figure."""

    open: int = 0
    overdue: int = 10
    days: int = 1
    months_yellow: int = 10
    returned: int = 5
    extended: int = 3
    notices: int = 5


_WEIGHTS = Weights()


class Rules(NamedTuple):
    """What the policy of a ledger says of a kind on a day, as far as reports need it."""

    evidence: int = 1
    late_entry_days: int = 7
    review_days: int = 10
    """Working days."""


RulesOn: TypeAlias = Callable[[str, str, date], Rules]
"""The rules for a ledger, a kind and a day."""


WorkedBetween: TypeAlias = Callable[[date, date], int]
"""How many working days come after one day, up to and including another; may raise YearUnknown."""


def _default_rules(_ledger: str, _kind: str, _day: date) -> Rules:
    return Rules()


def _without_calendar(_first: date, last: date) -> int:
    raise YearUnknown(last.year)


@dataclass(frozen=True)
class Terms:
    """What the book says beside its entries."""

    ladder: tuple[Rung, ...] = ()
    notice_types: tuple[str, ...] = ()
    """The record types that are notices to a unit, the ladder's among them."""
    near: tuple[int, ...] = (30, 15, 7)
    """How many days ahead a deadline is announced."""
    rebound_days: int = 30
    weights: Weights = _WEIGHTS
    rules_on: RulesOn = _default_rules
    cards: tuple[CardType, ...] = (CardType("黄牌", "yellow"), CardType("红牌", "red"))
    slow_margin: int = 30
    """Percentage points, see `pace`."""
    worked_between: WorkedBetween = _without_calendar
    duties: tuple[Duty, ...] = ()
    """In the order of the book."""


@dataclass(frozen=True)
class Query:
    """`units` is the tree in the order of display; `unit` and `ledger` narrow the rows ("": all of them).

    `since` and `until` are for reports that speak of a period, both days inside it; `year` is that of the
    ledger asked for. `by` None: as the report does it by itself.
    """

    day: date
    near_days: int
    units: tuple[UnitNode, ...] = ()
    unit: str = ""
    ledger: str = ""
    by: By | None = None
    since: date | None = None
    until: date | None = None
    year: int | None = None
    type: str = ""
    """The record type that is asked for."""
    tree_of: date | None = None
    """The day of the tree in `units`, where it is not `day`."""
    terms: Terms = Terms()
    everything: tuple[Row, ...] = ()
    """The rows of the whole book, for what an entry means elsewhere: notices, tasks of a directive."""

    @cached_property
    def codes(self) -> frozenset[str]:
        """The units of the tree."""
        return frozenset(unit.code for unit in self.units)

    def within(self, unit: str) -> bool:
        """Whether `unit` is one that is asked for."""
        return not self.unit or unit in self.codes
