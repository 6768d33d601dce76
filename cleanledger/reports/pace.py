"""Whether an entry keeps pace: the share of its time that is used, against that of its measures done."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from cleanledger.model.standing import Bucket, Row, Standing, round_began
from cleanledger.reports.query import Query
from cleanledger.reports.rates import rate

_AT_WORK = frozenset({Bucket.NOT_DUE, Bucket.NEAR, Bucket.OVERDUE})
_WHOLE = 100
"""Percentage points of a share."""


class Pace(NamedTuple):
    """Both shares, None where nothing is to divide; `slow`: None where either is missing."""

    time_used: Decimal | None
    measures_done: Decimal | None
    slow: bool | None


def pace(row: Row, standing: Standing, query: Query) -> Pace:
    """The pace of `row` on the day asked for.

    Its time runs from the day its ledger was issued, or from the first line of its round where that is
    later, to its deadline; afterwards all of it is used. While the clock of the unit stands (awaiting,
    suspended), and of a standing entry once its deadline has passed, no time is counted.
    """
    used, span = _time(row, standing, query.day)
    measures = [part for part in row.parts if part.of == "measures"]
    done = sum(part.done_on is not None and part.done_on <= query.day for part in measures)
    slow = None
    if span and measures:
        # In whole numbers: at the margin itself nothing is slow.
        ahead = used * len(measures) - done * span
        slow = ahead * _WHOLE > query.terms.slow_margin * span * len(measures)
    return Pace(rate(used, span), rate(done, len(measures)), slow)


def _time(row: Row, standing: Standing, day: date) -> tuple[int, int]:
    """Days used, and days there are; 0 of 0 where no time is counted."""
    due, began = standing.due, _began(row, standing.moment.round)
    if due is None or began is None or due <= began or standing.bucket not in _AT_WORK:
        return 0, 0
    if row.standing and day > due:
        return 0, 0
    return max((min(day, due) - began).days, 0), (due - began).days


def _began(row: Row, number: int) -> date | None:
    began = round_began(row, number)
    return max(began, row.issued_on) if began and row.issued_on else began
