"""The list of entries, of every kind."""

from collections.abc import Sequence

from cleanledger.i18n import N_
from cleanledger.model.standing import Row, Standing, standings
from cleanledger.reports.columns import DUE, ID, LEAD_UNIT, SIGNAL, STATUS, TITLE
from cleanledger.reports.lives import is_typed_since, order
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (ID, Column("kind", N_("kind"), Content.KIND), TITLE, LEAD_UNIT, DUE, STATUS, SIGNAL)


def listing(rows: Sequence[Row], query: Query) -> Table:
    """Every entry that exists on the day, by ledger and number."""
    found = sorted(
        standings([row for row in rows if is_typed_since(row, query)], query.day, query.near_days),
        key=lambda pair: order(pair[0]),
    )
    lines = tuple(_line(row, standing) for row, standing in found)
    return Table("list", COLUMNS, lines, kinds=tuple(row.kind for row, _standing in found))


def _line(row: Row, standing: Standing) -> Line:
    unit = standing.moment.lead_unit or None
    return (row.id, row.kind, row.title, unit, standing.due, standing.status, standing.signal)


LIST = Report(listing, COLUMNS)
