"""What was closed: who claimed, who checked, who closed, who typed it, on what paper."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from cleanledger.i18n import N_
from cleanledger.model.standing import Row
from cleanledger.reports.columns import DATE, DOC, ENTERED, EVIDENCE, ID, TYPED_BY
from cleanledger.reports.lives import Told, is_counted, lives
from cleanledger.reports.period import period_of
from cleanledger.reports.query import By, Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    ID,
    Column("submitter", N_("submitter"), Content.ACTOR),
    Column("verifier", N_("verifier"), Content.ACTOR),
    Column("closer", N_("closer"), Content.ACTOR),
    TYPED_BY,
    Column("for_somebody", N_("for somebody"), Content.TRUTH),
    DOC,
    EVIDENCE,
    DATE,
    ENTERED,
)
BY_DAY = (DATE, Column("number", N_("number"), Content.NUMBER))


def closings(rows: Sequence[Row], query: Query) -> Table:
    """Each closing of a period, and who did what of it; --by day: how many on each day.

    For somebody: the line was typed by another than the one whose act it is. Evidence: of that round.
    """
    period = period_of(query)
    told = lives(
        [row for row in rows if is_counted(row)], query, ("close",), lambda act: period.holds(act.date)
    )
    if query.by is By.DAY:
        return _by_day([each.act.date for each in told], period.note)
    lines = tuple(_line(each, query.day) for each in told)
    return Table("closings", COLUMNS, lines, notes=(period.note,))


def _by_day(days: Sequence[date], note: str) -> Table:
    number = Counter(days)
    lines = tuple((day, number[day]) for day in sorted(number))
    return Table("closings", BY_DAY, lines, foot=((None, len(days)),) if days else (), notes=(note,))


def _line(told: Told, day: date) -> Line:
    row, act = told.row, told.act
    having = sum(each.round == told.round and each.date <= day for each in row.evidence)
    return (
        row.id,
        told.submitter or None,
        told.verifier or None,
        act.actor,
        act.by,
        act.by != act.actor,
        act.doc or act.meeting or None,
        having,
        act.date,
        act.entered,
    )


CLOSINGS = Report(closings, COLUMNS, "销号", PERIOD, (By.DAY,), narrows=True)
