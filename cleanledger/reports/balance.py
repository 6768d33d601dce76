"""What came in and what went out, checked against what was there before and is there now."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cleanledger.i18n import N_, _
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Row, moment_on
from cleanledger.reports.columns import CARRIED, CLOSED, VOID
from cleanledger.reports.groups import BYS, GROUPS, in_order, tree_note
from cleanledger.reports.lives import Told, is_counted, life
from cleanledger.reports.period import Period, period_of
from cleanledger.reports.query import By, Query
from cleanledger.reports.report import PERIOD, TREE, Report
from cleanledger.reports.table import Column, Content, Line, Table

Flow: TypeAlias = tuple[str, str]
"""The unit that an entry is at, and the key of the column that it counts in."""

_FLOWS = (
    Column("added", N_("added"), Content.NUMBER),
    Column("in", N_("in"), Content.NUMBER),
    Column("out", N_("out"), Content.NUMBER),
    CLOSED,
    VOID,
    CARRIED,
    Column("reopened", N_("reopened"), Content.NUMBER),
)
_GAINS = ("opening", "added", "in", "reopened")
_LOSSES = ("out", "closed", "void", "carried")
_ENDS = {"close": "closed", "void": "void", "carry": "carried"}


def columns(by: By = By.UNIT) -> tuple[Column, ...]:
    """The columns by `by`: only the first one differs."""
    return (
        GROUPS[by].column,
        Column("opening", N_("opening"), Content.NUMBER),
        *_FLOWS,
        Column("closing", N_("closing"), Content.NUMBER),
        Column("balanced", N_("balanced"), Content.TRUTH),
    )


def balance(rows: Sequence[Row], query: Query) -> Table:
    """Opening + added + in − out − closed − void − carried + reopened = closing, checked in every row.

    Opening and closing are what was living on the two days; the rest is counted from the lines of the logs.
    Where the two disagree, `balanced` says so. Adopted entries count as added on the day they were adopted;
    those adopted as ended never count. In and out: transfers of living entries.
    """
    by = query.by or By.UNIT
    period = period_of(query)
    own: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if is_counted(row):
            for unit, key in (*_stocks(row, period), *_flows(row, period)):
                if query.within(unit):
                    own[GROUPS[by].of(row, unit)][key] += 1
    whole: Counter[str] = Counter()
    for figures in own.values():
        whole.update(figures)
    lines = tuple(_line(group, own[group]) for group in in_order(own, by, query.units) if own[group])
    return Table(
        "balance",
        columns(by),
        lines,
        foot=(_line("", whole),),
        notes=(period.note, *_unbalanced(lines), *tree_note(query)),
    )


def _stocks(row: Row, period: Period) -> Iterator[Flow]:
    """Where the entry is living before the period, and at its end."""
    for key, day in (("opening", period.eve), ("closing", period.last)):
        moment = moment_on(row.moments, day)
        if moment is not None and moment.status not in ENDED:
            yield moment.lead_unit, key


def _flows(row: Row, period: Period) -> Iterator[Flow]:
    for told in life(row, period.last):
        if told.act.date >= period.first:
            yield from _flow(told)


def _flow(told: Told) -> Iterator[Flow]:
    did = told.act.did
    if told.begins_living:
        yield told.unit, "added"
    elif did == "reopen":
        yield told.unit, "reopened"
    elif did in _ENDS:
        yield told.unit, _ENDS[did]
    elif told.unit_after != told.unit:
        yield told.unit, "out"
        yield told.unit_after, "in"


def _line(group: str, figures: "Counter[str]") -> Line:
    closing = sum(figures[key] for key in _GAINS) - sum(figures[key] for key in _LOSSES)
    flows = (figures[column.key] for column in _FLOWS)
    return (group, figures["opening"], *flows, figures["closing"], closing == figures["closing"])


def _unbalanced(lines: Sequence[Line]) -> tuple[str, ...]:
    if all(line[-1] for line in lines):
        return ()
    return (_("a row that does not balance has a log that contradicts itself: ledger check says where"),)


BALANCE = Report(balance, columns(), "增减", PERIOD | TREE, BYS, narrows=True)
