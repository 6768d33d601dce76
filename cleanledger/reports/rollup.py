"""Counts of tasks and rectifications that add up, by unit or by another grouping."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from cleanledger.i18n import N_
from cleanledger.model.standing import Bucket, Row, Standing, standings
from cleanledger.reports.columns import CARRIED, CLOSED, OVERDUE, TOTAL, VOID
from cleanledger.reports.groups import ALL, BYS, GROUPS, SCOPE, once_note, scoped, tree_note
from cleanledger.reports.query import By, Query
from cleanledger.reports.rates import rate
from cleanledger.reports.report import TREE, Report
from cleanledger.reports.table import Column, Content, Line, Table, Value

_LATE = "late"

_FIGURES = (
    TOTAL,
    Column("adopted", N_("adopted"), Content.NUMBER),
    Column("not_due", N_("not due"), Content.NUMBER),
    Column("near", N_("near"), Content.NUMBER),
    OVERDUE,
    Column("awaiting", N_("awaiting"), Content.NUMBER),
    Column("suspended", N_("suspended"), Content.NUMBER),
    CLOSED,
    Column("closed_in_time", N_("in time"), Content.NUMBER),
    Column("late", N_("late"), Content.NUMBER),
    VOID,
    CARRIED,
    Column("rate_closed", N_("rate closed"), Content.RATE),
    Column("rate_in_time", N_("rate in time"), Content.RATE),
)


def columns(by: By = By.UNIT) -> tuple[Column, ...]:
    """The columns of the roll-up by `by`: only the first one differs."""
    return (GROUPS[by].column, SCOPE, *_FIGURES)


def rollup(rows: Sequence[Row], query: Query) -> Table:
    """How many tasks and rectifications stand where, by unit: the parts add up to the total.

    Each entry counts once, at its lead unit; the last row counts entries, not rows.
    """
    by = query.by or By.UNIT
    own: defaultdict[str, Counter[str]] = defaultdict(Counter)
    counted = [
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if standing.bucket is not Bucket.UNCOUNTED
    ]
    for row, standing in counted:
        own[GROUPS[by].of(row, standing.moment.lead_unit)].update(_tally([standing]))
    return Table(
        "rollup",
        columns(by),
        tuple(_line(*each) for each in scoped(own, by, query.units)),
        foot=(_line("", ALL, _tally(standing for _row, standing in counted)),),
        notes=(*once_note(by), *tree_note(query)),
        naming=2,
    )


def _tally(found: Iterable[Standing]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for standing in found:
        tally[standing.bucket] += 1
        tally[_LATE] += standing.late
    return tally


def _line(group: str, scope: str, tally: "Counter[str]") -> Line:
    total = sum(tally[bucket] for bucket in Bucket if bucket is not Bucket.UNCOUNTED)
    closed = tally[Bucket.CLOSED]
    in_time = closed - tally[_LATE]
    to_close = total - tally[Bucket.ADOPTED] - tally[Bucket.VOID] - tally[Bucket.CARRIED]
    figures: dict[str, Value] = {
        **{column.key: tally[column.key] for column in _FIGURES},
        "total": total,
        "closed_in_time": in_time,
        "rate_closed": rate(closed, to_close),
        "rate_in_time": rate(in_time, closed),
    }
    return (group, scope, *figures.values())


ROLLUP = Report(rollup, columns(), "汇总", TREE, BYS)
