"""The list of entries, of every kind."""

from collections.abc import Sequence

from cleanledger.i18n import N_
from cleanledger.model.standing import Row, Standing, standings
from cleanledger.reports.query import Query
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    Column("id", N_("id"), Content.ID),
    Column("kind", N_("kind"), Content.KIND),
    Column("title", N_("title")),
    Column("lead_unit", N_("lead unit"), Content.UNIT),
    Column("due", N_("due"), Content.DATE),
    Column("status", N_("status"), Content.STATUS),
    Column("signal", N_("signal"), Content.SIGNAL),
)


def listing(rows: Sequence[Row], query: Query) -> Table:
    """Every entry that exists on the day, by ledger and number."""
    found = sorted(
        standings(rows, query.day, query.near_days),
        key=lambda pair: (pair[0].ledger, pair[0].number, pair[0].id),
    )
    lines = tuple(_line(row, standing) for row, standing in found)
    return Table("list", COLUMNS, lines, kinds=tuple(row.kind for row, _standing in found))


def _line(row: Row, standing: Standing) -> Line:
    unit = standing.moment.lead_unit or None
    return (row.id, row.kind, row.title, unit, standing.due, standing.status, standing.signal)
