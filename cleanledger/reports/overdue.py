"""What is overdue, by how long."""

from collections.abc import Sequence

from cleanledger.i18n import N_
from cleanledger.model.standing import Bucket, Row, Standing, standings
from cleanledger.reports.columns import DAYS, DUE, DUE_FIRST, ID, LEAD_UNIT, LEADER, SIGNAL, TITLE
from cleanledger.reports.lives import order
from cleanledger.reports.notices import Notices, notices, notices_by_entry
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Line, Table

COLUMNS = (
    *(ID, TITLE, LEAD_UNIT, DUE, DUE_FIRST, DAYS, SIGNAL, LEADER),
    Column("escalation", N_("escalation")),
)


def overdue(rows: Sequence[Row], query: Query) -> Table:
    """Entries past their deadline that nobody submitted, the longest overdue first.

    Escalation: the type of the last notice that names the entry.
    """
    late = [
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if standing.bucket is Bucket.OVERDUE
    ]
    late.sort(key=lambda pair: (-(pair[1].days or 0), order(pair[0])))
    sent = notices_by_entry(notices(query))
    return Table("overdue", COLUMNS, tuple(_line(row, standing, sent) for row, standing in late))


def _line(row: Row, standing: Standing, sent: Notices) -> Line:
    moment = standing.moment
    last = sent.get(row.id, ())
    return (
        row.id,
        row.title,
        moment.lead_unit or None,
        moment.due,
        moment.due_first,
        standing.days,
        standing.signal,
        row.leader or None,
        last[-1].type if last else None,
    )


OVERDUE = Report(overdue, COLUMNS, "逾期", whole=True)
