"""Counts of tasks and rectifications that add up, by unit or by another grouping."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import TypeAlias

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Bucket, Row, Standing, standings
from cleanledger.reports.query import By, Query
from cleanledger.reports.table import Column, Content, Line, Table, Value
from cleanledger.reports.units import UnitNode, above, parents

Placed: TypeAlias = tuple[Row, Standing]
Tally: TypeAlias = "Counter[str]"
"""How many entries are in each bucket, and how many of the closed ones were late."""

_LATE = "late"
_ALL = "all"
_OWN = "own"
_WITH_SUB = "with_sub"

_GROUPS: Mapping[By, tuple[Column, Callable[[Row, Standing], str]]] = MappingProxyType(
    {
        By.UNIT: (Column("unit", N_("unit"), Content.UNIT), lambda _row, on: on.moment.lead_unit),
        By.LEDGER: (Column("ledger", N_("ledger"), Content.LEDGER), lambda row, _on: row.ledger),
        By.LEADER: (Column("leader", N_("leader")), lambda row, _on: row.leader),
        By.SOURCE: (Column("source", N_("source")), lambda row, _on: row.source),
        By.CARRIER: (Column("carrier", N_("carrier")), lambda row, _on: row.carrier),
        By.CAMPAIGN: (Column("campaign", N_("campaign"), Content.CAMPAIGN), lambda row, _on: row.campaign),
        By.LEVEL: (Column("level", N_("level"), Content.LEVEL), lambda row, _on: row.level),
        By.PLAN: (Column("plan", N_("plan"), Content.PLAN), lambda row, _on: row.plan),
    }
)

_FIGURES = (
    Column("total", N_("total"), Content.NUMBER),
    Column("adopted", N_("adopted"), Content.NUMBER),
    Column("not_due", N_("not due"), Content.NUMBER),
    Column("near", N_("near"), Content.NUMBER),
    Column("overdue", N_("overdue"), Content.NUMBER),
    Column("awaiting", N_("awaiting"), Content.NUMBER),
    Column("suspended", N_("suspended"), Content.NUMBER),
    Column("closed", N_("closed"), Content.NUMBER),
    Column("closed_in_time", N_("in time"), Content.NUMBER),
    Column("late", N_("late"), Content.NUMBER),
    Column("void", N_("void"), Content.NUMBER),
    Column("carried", N_("carried"), Content.NUMBER),
    Column("rate_closed", N_("rate closed"), Content.RATE),
    Column("rate_in_time", N_("rate in time"), Content.RATE),
)

_LEVELS = ("high", "medium", "low")
_FOUR_DECIMALS = Decimal("0.0001")


def columns(by: By = By.UNIT) -> tuple[Column, ...]:
    """The columns of the roll-up by `by`: only the first one differs."""
    return (_GROUPS[by][0], Column("scope", N_("scope"), Content.SCOPE), *_FIGURES)


def rollup(rows: Sequence[Row], query: Query) -> Table:
    """How many entries stand where, per group: each entry once, at its lead unit; the foot counts entries."""
    counted = tuple(
        (row, standing)
        for row, standing in standings(rows, query.day, query.near_days)
        if standing.bucket is not Bucket.UNCOUNTED
    )
    own = _tallies(counted, _GROUPS[query.by][1])
    lines = _unit_lines(own, query.units) if query.by is By.UNIT else _group_lines(own, query.by)
    return Table(
        "rollup",
        columns(query.by),
        tuple(lines),
        foot=(_line("", _ALL, _tally(standing for _row, standing in counted)),),
        notes=_notes(query.by),
        naming=2,
    )


def _notes(by: By) -> tuple[str, ...]:
    if by is not By.UNIT:
        return ()
    return (_("an entry counts once, at its lead unit; the last row counts entries, not rows"),)


def _tally(found: Iterable[Standing]) -> Tally:
    tally: Tally = Counter()
    for standing in found:
        tally[standing.bucket] += 1
        tally[_LATE] += standing.late
    return tally


def _tallies(counted: Iterable[Placed], group_of: Callable[[Row, Standing], str]) -> dict[str, Tally]:
    groups: defaultdict[str, list[Standing]] = defaultdict(list)
    for row, standing in counted:
        groups[group_of(row, standing)].append(standing)
    return {group: _tally(found) for group, found in groups.items()}


def _group_lines(own: Mapping[str, Tally], by: By) -> Iterator[Line]:
    for group in sorted(own, key=_level_order if by is By.LEVEL else _empty_last):
        yield _line(group, _OWN, own[group])


def _empty_last(group: str) -> tuple[bool, str]:
    return (not group, group)


def _level_order(level: str) -> tuple[int, bool, str]:
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), *_empty_last(level))


def _unit_lines(own: Mapping[str, Tally], units: Sequence[UnitNode]) -> Iterator[Line]:
    parent_of = parents(units)
    below: defaultdict[str, Tally] = defaultdict(Counter)
    for unit, tally in own.items():
        for upper in above(unit, parent_of):
            below[upper].update(tally)
    strangers = sorted(own.keys() - parent_of.keys(), key=_empty_last)
    for unit in (*parent_of, *strangers):
        if unit in own:
            yield _line(unit, _OWN, own[unit])
        if unit in below:
            yield _line(unit, _WITH_SUB, own.get(unit, Counter()) + below[unit])


def _line(group: str, scope: str, tally: Tally) -> Line:
    total = sum(tally[bucket] for bucket in Bucket if bucket is not Bucket.UNCOUNTED)
    closed = tally[Bucket.CLOSED]
    in_time = closed - tally[_LATE]
    to_close = total - tally[Bucket.ADOPTED] - tally[Bucket.VOID] - tally[Bucket.CARRIED]
    figures: dict[str, Value] = {
        **{column.key: tally[column.key] for column in _FIGURES},
        "total": total,
        "closed_in_time": in_time,
        "rate_closed": _rate(closed, to_close),
        "rate_in_time": _rate(in_time, closed),
    }
    return (group, scope, *figures.values())


def _rate(part: int, whole: int) -> Decimal | None:
    if not whole:
        return None
    return (Decimal(part) / whole).quantize(_FOUR_DECIMALS, ROUND_HALF_UP)
