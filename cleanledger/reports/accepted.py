"""Which findings were accepted, by whom, and for how long."""

from collections.abc import Sequence

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row
from cleanledger.reports.columns import BY, DATE, ID, REASON
from cleanledger.reports.lives import order
from cleanledger.reports.query import Query
from cleanledger.reports.report import Report
from cleanledger.reports.table import Column, Content, Table

COLUMNS = (
    ID,
    Column("code", N_("code"), Content.ID),
    REASON,
    BY,
    DATE,
    Column("until", N_("until"), Content.DATE),
    Column("days_left", N_("days left"), Content.NUMBER),
)


def accepted(rows: Sequence[Row], query: Query) -> Table:
    """The findings that somebody accepted, the first to run out first; below zero: it has run out."""
    found = [(row, each) for row in rows for each in row.accepted if each.date <= query.day]
    found.sort(key=lambda pair: (pair[1].until, order(pair[0]), pair[1].code))
    lines = tuple(
        (row.id, each.code, each.reason, each.by, each.date, each.until, (each.until - query.day).days)
        for row, each in found
    )
    note = _("days left: below zero, it counts no more")
    return Table("accepted", COLUMNS, lines, notes=(note,) if lines else (), naming=2)


ACCEPTED = Report(accepted, COLUMNS, "已接受")
