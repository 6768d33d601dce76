"""The periods of what recurs: one after the other without a gap, counted from a day.

A period is stored as a code: `2024-03`, `2024-Q1`, `2024-H1`, `2024`, else its first and its last day,
`2024-03-04/2024-03-17`, or the one day that it is.
"""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from itertools import chain, pairwise
from typing import NamedTuple

from cleanledger.model.intervals import parts

CALENDAR = dt.date(2001, 1, 1)
"""Where periods are counted from that no day was named for: a first of January, and a Monday."""

_DAY = dt.timedelta(days=1)
_IN_EVERY_MONTH = 28


class Span(NamedTuple):
    """From one day to another, both inside."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Whether `day` lies in it."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """How long it is. Unit: natural days."""
        return (self.last - self.first).days + 1

    @property
    def code(self) -> str:
        """Its first and last day; of one day that day."""
        first, last = self.first.isoformat(), self.last.isoformat()
        return first if first == last else f"{first}/{last}"

    def code_of(self, every: str) -> str:
        """What it is called as a period of `every`: a month, quarter, half-year or year by its name.

        What is counted in days or weeks is never called by a name, not even February by its four weeks.
        """
        if parts(every).by_days or self.first.day != 1 or (self.last != dt.date.max and _next(self).day != 1):
            return self.code
        year, month = self.first.year, self.first.month
        match (self.last.year - year) * 12 + self.last.month - month + 1:
            case 1:
                return f"{year:04}-{month:02}"
            case 3 if month % 3 == 1:
                return f"{year:04}-Q{month // 3 + 1}"
            case 6 if month % 6 == 1:
                return f"{year:04}-H{month // 6 + 1}"
            case 12 if month == 1:
                return f"{year:04}"
        return self.code


def _next(span: Span) -> dt.date:
    return span.last + _DAY


def spans(every: str, anchor: dt.date | None, first: dt.date, last: dt.date) -> Iterator[Span]:
    """The periods of `every` that have a day from `first` to `last`, each whole; none is before `anchor`.

    `anchor`: the first day of one of them; None: as the calendar has it, weeks from Monday on.
    """
    starts = chain(_starts(every, anchor or CALENDAR), [None])
    for start, following in pairwise(starts):
        if start is None or start > last:
            return
        ends = following - _DAY if following else dt.date.max
        if ends >= first:
            yield Span(start, ends)


def _starts(every: str, anchor: dt.date) -> Iterator[dt.date]:
    # Only what looks at periods pays for the rules of recurrence.
    from dateutil import rrule

    rules = {
        "day": partial(rrule.rrule, rrule.DAILY),
        "week": partial(rrule.rrule, rrule.WEEKLY),
        "month": partial(rrule.rrule, rrule.MONTHLY),
        "year": partial(rrule.rrule, rrule.YEARLY),
    }
    number, unit = parts(every)
    rule = partial(rules[unit], dtstart=dt.datetime.combine(anchor, dt.time()), interval=number)
    if unit in ("day", "week") or anchor.day <= _IN_EVERY_MONTH:
        return (each.date() for each in rule())
    # Of the days that a short month has, the last: without this the month would be left out.
    days = range(_IN_EVERY_MONTH, anchor.day + 1)
    month = anchor.month if unit == "year" else None
    return (each.date() for each in rule(bymonth=month, bymonthday=[*days], bysetpos=-1))
