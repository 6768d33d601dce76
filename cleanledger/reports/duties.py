"""What must be held again and again: planned against held, period by period."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row
from cleanledger.reports.groups import ALL, SCOPE
from cleanledger.reports.held import Tally, held_by, owings, unplanned
from cleanledger.reports.lives import order
from cleanledger.reports.period import Period, period_of
from cleanledger.reports.query import By, Duty, Query
from cleanledger.reports.report import PERIOD, Report
from cleanledger.reports.reviewed import reviewed
from cleanledger.reports.table import Column, Content, Line, Table

COLUMNS = (
    Column("duty", N_("duty"), Content.ID),
    Column("held_by", N_("held by"), Content.UNIT),
    Column("period", N_("period"), Content.PERIOD),
    Column("planned", N_("planned"), Content.NUMBER),
    Column("held", N_("held"), Content.NUMBER),
    Column("gap", N_("gap"), Content.NUMBER),
    Column("left", N_("left"), Content.NUMBER),
    Column("extra", N_("extra"), Content.NUMBER),
    Column("every", N_("every"), Content.INTERVAL),
    Column("missing", N_("periods missed"), Content.PERIODS),
    Column("records", N_("records"), Content.CODES),
    Column("since", N_("since"), Content.DATE),
    Column("until", N_("until"), Content.DATE),
    SCOPE,
)
_FOR_PROGRAMS = frozenset({"records", "since", "until", "scope"})
"""What people read in other columns, or would read nothing else for."""


def duties(rows: Sequence[Row], query: Query) -> Table:
    """What must be held again and again: planned against held, period by period, and in all.

    A period belongs to where it ends; one that runs on the day is shown with what is left to hold, and is no
    gap before it has passed. One that its duty ends in the middle of plans nothing; one in which it was
    handed over is owed by who has it at the end, and counts what both held. Extra: held beyond the plan;
    records of such a type by a unit that owes none stand by their day at the end.

    An entry that stands for good (standing, review_every) is its own duty: its reviews are counted. Rows by
    duty: only the sums, with the periods that were missed.
    """
    period = period_of(query)
    tallies = [each for each in _tallies(rows, query, period) if _is_in(each, period, query)]
    totals = [_total(whose, each, period) for whose, each in _by_duty(tallies)]
    notes = [period.note, *_of_ledger(query)]
    if any(each.left is not None for each in tallies):
        notes.append(_("left: still to hold in a period that runs; it is no gap before it has passed"))
    if query.by is By.DUTY:
        table = Table("duties", COLUMNS, tuple(totals), naming=2, aside=_FOR_PROGRAMS | {"period"})
    else:
        foot = tuple((*line[:-1], ALL) for line in totals)
        table = Table(
            "duties",
            COLUMNS,
            tuple(map(_line, tallies)),
            foot,
            naming=3,
            aside=_FOR_PROGRAMS | {"missing"},
        )
        notes.append(_("one line for each duty: ledger report duties --by duty"))
    return replace(table, notes=tuple(notes), nothing=N_("nothing is owed"))


def _tallies(rows: Sequence[Row], query: Query, period: Period) -> Iterator[Tally]:
    records = held_by(rows, query.day)
    for owing in owings(query.terms.duties):
        if query.within(owing.duty.held_by):
            yield from owing.tallies(records, period, query.day)
    for row in sorted(rows, key=order):
        yield from (each for each in reviewed(row, query.day) if query.within(each.whose.held_by))
    asked = (row for row in records if row.held and query.within(row.held.held_by))
    yield from unplanned(asked, query.terms.duties)


def _is_in(tally: Tally, period: Period, query: Query) -> bool:
    """Whether it ends in the period, or runs on the day where that is in it."""
    runs = tally.span.holds(query.day) and period.holds(query.day)
    return runs or period.holds(tally.span.last)


def _by_duty(tallies: Iterable[Tally]) -> Iterator[tuple[Duty, list[Tally]]]:
    found: dict[Duty, list[Tally]] = {}
    for each in tallies:
        found.setdefault(each.whose, []).append(each)
    yield from found.items()


def _line(tally: Tally) -> Line:
    whose, span = tally.whose, tally.span
    return (
        whose.type,
        whose.held_by or None,
        tally.period,
        tally.planned,
        tally.held,
        tally.gap,
        tally.left,
        tally.extra,
        whose.every or None,
        tally.period if tally.gap else None,
        " ".join(tally.records) or None,
        span.first,
        span.last,
        None,
    )


def _total(whose: Duty, tallies: Sequence[Tally], period: Period) -> Line:
    missed = " ".join(each.period for each in tallies if each.gap)
    records = " ".join(record for each in tallies for record in each.records)
    return (
        whose.type,
        whose.held_by or None,
        None,
        sum(each.planned for each in tallies),
        sum(each.held for each in tallies),
        sum(each.gap or 0 for each in tallies),
        sum(each.left or 0 for each in tallies),
        sum(each.extra for each in tallies),
        whose.every or None,
        missed or None,
        records or None,
        period.first,
        period.last,
        None,
    )


def _of_ledger(query: Query) -> tuple[str, ...]:
    if not query.ledger:
        return ()
    return (_("only what stands in {ledger} is counted as held", ledger=query.ledger),)


DUTIES = Report(duties, COLUMNS, "例行", PERIOD, (By.DUTY,), narrows=True)
