"""What was looked at again after it was closed (回头看), and what a rebound still owes."""

from collections.abc import Sequence
from datetime import date, timedelta

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row
from cleanledger.reports.columns import BY, DATE, ID
from cleanledger.reports.lives import Told, life, lives
from cleanledger.reports.period import period_of
from cleanledger.reports.query import Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    ID,
    DATE,
    Column("result", N_("result"), Content.RESULT),
    Column("effect", N_("effect"), Content.EFFECT),
    Column("basis", N_("basis")),
    BY,
    Column("owed", N_("owed by"), Content.DATE),
)


def rechecks(rows: Sequence[Row], query: Query) -> Table:
    """Each recheck of a period, and by when a rebound owes its reopen or its basis.

    Nothing is owed once the entry was reopened, or this recheck or a later one names a basis.
    """
    period = period_of(query)
    told = lives(rows, query, ("recheck",), lambda act: period.holds(act.date))
    note = _("owed by: the last day to reopen it, or to say why not")
    lines = tuple(_line(each, query) for each in told)
    return Table("rechecks", COLUMNS, lines, notes=(period.note, note) if lines else (period.note,), naming=2)


def _line(told: Told, query: Query) -> Line:
    act = told.act
    return (
        told.row.id,
        act.date,
        act.result or None,
        act.effect or None,
        act.basis or None,
        act.actor,
        _owed(told, query),
    )


def _owed(told: Told, query: Query) -> date | None:
    if told.act.result != "rebound" or told.act.basis:
        return None
    later = (each.act for each in life(told.row, query.day) if each.act.place > told.act.place)
    if any(act.did == "reopen" or (act.did == "recheck" and act.basis) for act in later):
        return None
    return told.act.date + timedelta(days=query.terms.rebound_days)


RECHECKS = Report(rechecks, COLUMNS, "回头看", PERIOD, narrows=True)
