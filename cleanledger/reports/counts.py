"""How many there are: entries, measures, regulations, evidence, findings, by kind."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from cleanledger.i18n import N_, _
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Row, moment_on
from cleanledger.reports.columns import EVIDENCE
from cleanledger.reports.groups import ALL, BYS, GROUPS, OWN, SCOPE, in_order, tree_note
from cleanledger.reports.period import Period, is_asked, period_of
from cleanledger.reports.query import By, Query
from cleanledger.reports.report import PERIOD, TREE, Report
from cleanledger.reports.table import Column, Content, Line, Table

Cell: TypeAlias = tuple[str, str]
"""A kind, and the key of a column."""

KINDS = ("directive", "task", "power", "risk", "rectification", "record")
_STATES = ("living", "ended", "void")
_FIGURES = (
    Column("entries", N_("entries"), Content.NUMBER),
    Column("living", N_("living"), Content.NUMBER),
    Column("ended", N_("ended"), Content.NUMBER),
    Column("void", N_("void or carried"), Content.NUMBER),
    Column("measures", N_("measures"), Content.NUMBER),
    Column("measures_done", N_("measures done"), Content.NUMBER),
    Column("regulations", N_("regulations"), Content.NUMBER),
    EVIDENCE,
    Column("findings", N_("findings"), Content.NUMBER),
)
_OF_RECORDS = frozenset({"findings"})
_NOT_OF_RECORDS = frozenset({*_STATES, "measures", "measures_done"})


def columns(by: By = By.UNIT) -> tuple[Column, ...]:
    """The columns by `by`: only the first one differs."""
    return (GROUPS[by].column, SCOPE, Column("kind", N_("kind"), Content.KIND), *_FIGURES)


def counts(rows: Sequence[Row], query: Query) -> Table:
    """How many entries of each kind there are, and their measures, regulations, evidence and findings.

    Entries = living + ended + void or carried; what is void or carried has no measures, regulations or
    evidence here. With a period: what began, was held, was enacted or was brought in it. A record stands at
    the unit that held it.
    """
    by = query.by or By.UNIT
    period = period_of(query) if is_asked(query) else None
    own: defaultdict[str, Counter[Cell]] = defaultdict(Counter)
    for row in rows:
        moment = moment_on(row.moments, query.day)
        unit = row.held.held_by if row.held else moment.lead_unit if moment else ""
        if query.within(unit):
            own[GROUPS[by].of(row, unit)].update(_figures(row, query, period))
    whole: Counter[Cell] = Counter()
    for figures in own.values():
        whole.update(figures)
    lines = (line for group in in_order(own, by, query.units) for line in _lines(group, OWN, own[group]))
    notes = (period.note,) if period else (_("all until {day}", day=query.day.isoformat()),)
    return Table(
        "counts",
        columns(by),
        tuple(lines),
        foot=tuple(_lines("", ALL, whole)),
        notes=(*notes, *tree_note(query)),
        naming=3,
    )


def _figures(row: Row, query: Query, period: Period | None) -> "Counter[Cell]":
    moment = moment_on(row.moments, query.day)
    if moment is None or (row.held and row.held.date > query.day):
        return Counter()
    figures: dict[str, int] = {}
    begins = period is None or period.holds(_began(row))
    gone = moment.status in ("void", "carried")
    if begins:
        figures |= {"entries": 1} | _state(row, moment.status)
        figures["findings"] = (row.held.findings or 0) if row.held else 0
    if begins and not gone:
        measures = [part for part in row.parts if part.of == "measures"]
        figures["measures"] = len(measures)
        figures["measures_done"] = sum(
            each.done_on is not None and each.done_on <= query.day for each in measures
        )
    if not gone:
        figures["regulations"] = sum(_falls(day, query, period) for day in row.regulations)
        figures["evidence"] = sum(_falls(each.date, query, period) for each in row.evidence)
    return Counter({(row.kind, key): number for key, number in figures.items()})


def _falls(day: date | None, query: Query, period: Period | None) -> bool:
    if period is not None:
        return period.holds(day)
    return day is None or day <= query.day


def _began(row: Row) -> date | None:
    if row.held:
        return row.held.date
    return (row.moments[0].date if row.moments else None) or row.issued_on


def _state(row: Row, status: str) -> dict[str, int]:
    if row.kind == "record":
        return {}
    if status in ("void", "carried"):
        return {"void": 1}
    return {"ended": 1} if status in ENDED else {"living": 1}


def _lines(group: str, scope: str, figures: "Counter[Cell]") -> Iterator[Line]:
    for kind in KINDS:
        unknown = _NOT_OF_RECORDS if kind == "record" else _OF_RECORDS
        values = (None if each.key in unknown else figures[kind, each.key] for each in _FIGURES)
        if any(figures[kind, each.key] for each in _FIGURES):
            yield (group, scope, kind, *values)


COUNTS = Report(counts, columns(), "数量", PERIOD | TREE, BYS, narrows=True)
