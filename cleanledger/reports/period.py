"""The period that a report speaks of: both its days are inside it, and it ends on the day of judgement."""

from datetime import date, timedelta

from cleanledger.i18n import _
from cleanledger.model.periods import Span
from cleanledger.reports.query import Query


class Period(Span):
    """From one day to another, both inside."""

    __slots__ = ()

    def holds(self, day: date | None) -> bool:
        """Whether `day` lies in it."""
        return day is not None and super().holds(day)

    @property
    def eve(self) -> date:
        """The day before it begins, where that has come; else its last day."""
        return min(self.first - timedelta(days=1), self.last)

    @property
    def note(self) -> str:
        """What the foot of a table says of it."""
        if self.first > self.last:
            return _("the period begins on {first}, which has not come yet", first=self.first.isoformat())
        return _("period: {first} to {last}", first=self.first.isoformat(), last=self.last.isoformat())

    def month_ends(self) -> tuple[date, ...]:
        """The last day of each month in it; of the month that it ends in, its own last day."""
        months = range(_month(self.first), _month(self.last) + 1) if self.first <= self.last else range(0)
        ends = (date(month // 12, month % 12 + 1, 1) - timedelta(days=1) for month in (m + 1 for m in months))
        return tuple(min(end, self.last) for end in ends)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def period_of(query: Query) -> Period:
    """What was asked for, else the year of the ledger, else this year; never beyond the day of judgement."""
    year = (query.until or query.day).year if query.since or query.until else query.year or query.day.year
    first = query.since or date(year, 1, 1)
    last = query.until or (query.day if query.since else date(year, 12, 31))
    return Period(first, min(last, query.day))


def is_asked(query: Query) -> bool:
    """Whether a period was asked for."""
    return query.since is not None or query.until is not None
