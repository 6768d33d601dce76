"""A report as data: columns with keys, and plain values. Knows nothing of formats."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from cleanledger.i18n import N_

Value: TypeAlias = "str | int | bool | date | Decimal | None"
"""What stands in a cell: a code or text as stored, a number, a date; None where nothing is known."""

Line: TypeAlias = "tuple[Value, ...]"
"""One row: a value per column, in the order of the columns."""


class Content(StrEnum):
    """What a column holds; from this a renderer takes words, alignment and whether a cell may fold."""

    TEXT = "text"
    ID = "id"
    UNIT = "unit"
    LEDGER = "ledger"
    CAMPAIGN = "campaign"
    PLAN = "plan"
    KIND = "kind"
    STATUS = "status"
    SIGNAL = "signal"
    SCOPE = "scope"
    LEVEL = "level"
    SECTION = "section"
    UNIT_KIND = "unit kind"
    ROLES = "roles"
    SETTING = "setting"
    RULE = "rule"
    ORIGIN = "origin"
    INTERVAL = "interval"
    PERIOD = "period"
    """The code of a period: see `model.periods`."""
    PERIODS = "periods"
    """Codes of periods, blanks between them."""
    DATE = "date"
    NUMBER = "number"
    RATE = "rate"
    TRUTH = "truth"
    VERB = "verb"
    FIELD = "field"
    VALUE = "value"
    """What the field in the FIELD column held."""
    ACTOR = "actor"
    CODES = "codes"
    """Codes of entries or units, blanks between them."""
    RESULT = "result"
    EFFECT = "effect"
    AGE = "age"
    SUBJECT = "subject"
    WEEKDAY = "weekday"
    DAY_KIND = "day kind"
    HOLIDAY = "holiday"
    """A holiday by its English name, or the 文号 that names it."""
    WHY = "why"
    """Codes of reasons, blanks between them."""
    CARD = "card"

    @property
    def is_number(self) -> bool:
        """Stands at the right of its column."""
        return self in (Content.NUMBER, Content.RATE)

    @property
    def folds(self) -> bool:
        """Running text, which may go over several lines; ids, codes, dates and numbers never do."""
        return self in _RUNNING_TEXT


_RUNNING_TEXT = frozenset(
    {
        *(Content.TEXT, Content.UNIT, Content.LEDGER, Content.CAMPAIGN, Content.PLAN, Content.ROLES),
        *(Content.FIELD, Content.VALUE, Content.ACTOR, Content.CODES, Content.WHY),
        *(Content.SETTING, Content.RULE, Content.ORIGIN, Content.PERIODS),
    }
)


class Column(NamedTuple):
    """`key` is for machines, in every language; `title` is for people, translated where it is shown."""

    key: str
    title: str
    content: Content = Content.TEXT


@dataclass(frozen=True)
class Table:
    """The rows of a report, then its foot; `notes` are sentences in the user's language.

    The first `naming` columns say what a row is about: each part of a table too wide begins with them.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Line, ...]
    foot: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    naming: int = 1
    kinds: tuple[str, ...] = ()
    """The kind of the entry in each row, where a row is an entry: some words depend on it."""
    nothing: str = N_("no entries")
    """What is said where there is no row."""
    aside: frozenset[str] = frozenset()
    """Columns that only programs get: people read the same in others."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of each column."""
        return tuple(column.key for column in self.columns)

    def records(self) -> tuple[Mapping[str, Value], ...]:
        """Every row, those of the foot last, as key → value."""
        return tuple(dict(zip(self.keys, line, strict=True)) for line in (*self.rows, *self.foot))
