"""Deadlines as they were read: one row for each cell of words."""

from collections.abc import Iterable

from cleanledger.i18n import N_
from cleanledger.model.deadlines.terms import Reading
from cleanledger.reports.columns import DUE
from cleanledger.reports.table import Column, Content, Table

_COLUMNS = (
    Column("due_text", N_("deadline as printed")),
    DUE,
    Column("standing", N_("goes on"), Content.TRUTH),
    Column("review_every", N_("reviewed"), Content.INTERVAL),
    Column("milestones", N_("milestones")),
    Column("leans_on", N_("read against"), Content.CODES),
)


def readings_table(readings: Iterable[Reading]) -> Table:
    """The readings in the order of their texts; a milestone is its day and its title."""
    rows = tuple(
        (
            each.text,
            each.due,
            each.standing,
            each.review or None,
            "; ".join(f"{due.isoformat()} {title}" for title, due in each.milestones) or None,
            " ".join(sorted(each.leans_on)) or None,
        )
        for each in readings
    )
    return Table("deadline", _COLUMNS, rows)
