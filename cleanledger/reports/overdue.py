"""What is overdue, by how long."""

from collections.abc import Sequence

from cleanledger.i18n import N_
from cleanledger.model.standing import Bucket, Row, Standing, standings
from cleanledger.reports.query import Query
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    Column("id", N_("id"), Content.ID),
    Column("title", N_("title")),
    Column("lead_unit", N_("lead unit"), Content.UNIT),
    Column("due", N_("due"), Content.DATE),
    Column("due_first", N_("first due"), Content.DATE),
    Column("days", N_("days"), Content.NUMBER),
    Column("signal", N_("signal"), Content.SIGNAL),
    Column("leader", N_("leader")),
    Column("escalation", N_("escalation")),
)


def overdue(rows: Sequence[Row], query: Query) -> Table:
    """Entries past their deadline that nobody submitted, the longest overdue first."""
    late = [
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if standing.bucket is Bucket.OVERDUE
    ]
    late.sort(key=lambda pair: (-(pair[1].days or 0), pair[0].ledger, pair[0].number, pair[0].id))
    return Table("overdue", COLUMNS, tuple(_line(row, standing) for row, standing in late))


def _line(row: Row, standing: Standing) -> Line:
    moment = standing.moment
    # Rows carry no notices yet, so that the last column has nothing to say.
    return (
        row.id,
        row.title,
        moment.lead_unit or None,
        moment.due,
        moment.due_first,
        standing.days,
        standing.signal,
        row.leader or None,
        None,
    )
