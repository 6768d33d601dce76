"""How the ladder of notices was climbed: what was owed, and whether and when it was sent and answered."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row, moment_on
from cleanledger.reports.columns import DAYS, ID, LEAD_UNIT, OWED, TITLE
from cleanledger.reports.letters import no_ladder
from cleanledger.reports.lives import order
from cleanledger.reports.notices import Step, notices, notices_by_entry, steps_of
from cleanledger.reports.period import Period, period_of
from cleanledger.reports.query import Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.spells import Spell
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    ID,
    Column("type", N_("type")),
    *(TITLE, LEAD_UNIT),
    Column("red_on", N_("red since"), Content.DATE),
    OWED,
    Column("sent", N_("sent"), Content.DATE),
    Column("record", N_("record"), Content.ID),
    Column("doc", N_("document number")),
    Column("reply_by", N_("answer by"), Content.DATE),
    Column("replied_on", N_("answered"), Content.DATE),
    Column("lapsed", N_("lapsed"), Content.DATE),
    DAYS,
)


def ladder(rows: Sequence[Row], query: Query) -> Table:
    """Each notice that was owed or sent for an entry overdue in a period: since when, and how it went on.

    Red since: when the entry became overdue. Days: from the day the notice was owed to the day it was sent,
    or until now; below 0 it was sent too early. Lapsed: the day from which it was no longer owed, though
    nobody had sent it: the entry was submitted, extended or suspended. A higher notice is owed when the one
    below was sent; after an extension, a return or a reopening the ladder begins anew.
    """
    period = period_of(query)
    sent = notices_by_entry(notices(query))
    found = [
        _line(row, step, unit, query.day)
        for row in sorted(rows, key=order)
        for step in steps_of(row, sent.get(row.id, ()), query.terms.ladder, query.day)
        if _touches(step.spell, period) and query.within(unit := _unit(row, step, query.day))
    ]
    return Table("ladder", COLUMNS, tuple(found), notes=(*_notes(query), period.note), naming=2)


def _notes(query: Query) -> Iterator[str]:
    yield from no_ladder(query)
    if query.terms.ladder:
        yield _("days below 0, or nothing under owed since: sent before it was owed")


def _touches(spell: Spell, period: Period) -> bool:
    return any(
        each.first <= period.last and (each.end is None or period.first < each.end) for each in spell.red
    )


def _unit(row: Row, step: Step, day: date) -> str:
    """Whose it was: the lead unit when it was sent, when it lapsed, or now."""
    if step.sent:
        day = step.sent.date
    elif step.lapsed:
        day = step.lapsed - timedelta(days=1)
    moment = moment_on(row.moments, day)
    return moment.lead_unit if moment else ""


def _line(row: Row, step: Step, unit: str, day: date) -> Line:
    held = step.sent.held if step.sent else None
    until = held.date if held else step.lapsed or day
    return (
        row.id,
        step.rung.type,
        row.title,
        unit or None,
        step.spell.red_on,
        step.owed,
        held.date if held else None,
        step.sent.record if step.sent else None,
        held.doc or None if held else None,
        held.reply_by if held else None,
        # An answer of a later day is not known yet.
        held.replied_on if held and held.replied_on and held.replied_on <= day else None,
        step.lapsed,
        (until - step.owed).days if step.owed else None,
    )


LADDER = Report(ladder, COLUMNS, "督办阶梯", PERIOD, narrows=True, whole=True)
