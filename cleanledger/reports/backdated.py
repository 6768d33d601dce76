"""What was typed long after it happened (补录)."""

from collections.abc import Sequence

from cleanledger.i18n import N_, _
from cleanledger.model.acts import Act
from cleanledger.model.standing import Row
from cleanledger.reports.columns import BY, DATE, DAYS, DOC, ENTERED, ID
from cleanledger.reports.lives import Told, lives
from cleanledger.reports.period import period_of
from cleanledger.reports.query import Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    ID,
    Column("did", N_("act"), Content.VERB),
    DATE,
    ENTERED,
    DAYS,
    BY,
    Column("actor", N_("actor"), Content.ACTOR),
    DOC,
)


def backdated(rows: Sequence[Row], query: Query) -> Table:
    """Lines typed in a period, more days after their date than the policy allows.

    The policy of the line's date judges it (late_entry_days).
    """
    period = period_of(query)

    def is_late(row: Row, act: Act) -> bool:
        rules = query.terms.rules_on(row.ledger, row.kind, act.date)
        return _days(act) > rules.late_entry_days

    told = [
        each
        for each in lives(rows, query, (), lambda act: period.holds(act.entered))
        if is_late(each.row, each.act)
    ]
    told.sort(key=lambda each: each.act.entered)
    kinds = tuple(each.row.kind for each in told)
    note = _("days: from the date to the typing")
    return Table("backdated", COLUMNS, tuple(map(_line, told)), notes=(period.note, note), kinds=kinds)


def _days(act: Act) -> int:
    return (act.entered - act.date).days


def _line(told: Told) -> Line:
    act = told.act
    paper = act.doc or act.meeting or None
    return (told.row.id, act.did, act.date, act.entered, _days(act), act.by, act.actor, paper)


BACKDATED = Report(backdated, COLUMNS, "补录", PERIOD, narrows=True)
