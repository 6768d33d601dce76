"""What still has to be done, by deadline."""

from collections.abc import Sequence
from datetime import date

from cleanledger.i18n import _
from cleanledger.model.standing import Bucket, Row, Standing, standings
from cleanledger.reports.columns import DAYS, DUE, ID, LEAD_UNIT, SIGNAL, STATUS, TITLE
from cleanledger.reports.lives import order
from cleanledger.reports.query import Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.table import Line, Table

COLUMNS = (ID, TITLE, LEAD_UNIT, DUE, DAYS, SIGNAL, STATUS)

_PENDING = frozenset({Bucket.NOT_DUE, Bucket.NEAR, Bucket.OVERDUE, Bucket.AWAITING, Bucket.SUSPENDED})


def deadlines(rows: Sequence[Row], query: Query) -> Table:
    """Tasks and rectifications that are not ended, the earliest deadline first, those without one last.

    With `since` or `until`: those due in that period.
    """
    pending = [
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if standing.bucket in _PENDING and _falls_in(standing.due, query)
    ]
    pending.sort(key=lambda pair: (pair[1].due or date.max, order(pair[0])))
    note = _("days: left until the deadline; red: since the deadline; waiting: since the submit")
    lines = tuple(_line(row, standing) for row, standing in pending)
    kinds = tuple(row.kind for row, _standing in pending)
    return Table("deadlines", COLUMNS, lines, notes=(note,) if lines else (), kinds=kinds)


def _falls_in(due: date | None, query: Query) -> bool:
    if due is None:
        return query.since is None and query.until is None
    return (query.since or date.min) <= due <= (query.until or date.max)


def _line(row: Row, standing: Standing) -> Line:
    unit = standing.moment.lead_unit or None
    return (row.id, row.title, unit, standing.due, standing.days, standing.signal, standing.status)


DEADLINES = Report(deadlines, COLUMNS, "临期", PERIOD)
