"""What the rows of a report are put together by, their order, and what is at the units below."""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from cleanledger.i18n import N_, _
from cleanledger.model.standing import Row
from cleanledger.reports.query import By, Query
from cleanledger.reports.table import Column, Content
from cleanledger.reports.units import UnitNode, above, parents

ALL = "all"
OWN = "own"
WITH_SUB = "with_sub"
SCOPE = Column("scope", N_("scope"), Content.SCOPE)

_LEVELS = ("high", "medium", "low")
K = TypeVar("K", bound=Hashable)


class Group(NamedTuple):
    """The first column, and the group of a row that is at `unit`."""

    column: Column
    of: Callable[[Row, str], str]


GROUPS: Mapping[By, Group] = MappingProxyType(
    {
        By.UNIT: Group(Column("unit", N_("unit"), Content.UNIT), lambda _row, unit: unit),
        By.LEDGER: Group(Column("ledger", N_("ledger"), Content.LEDGER), lambda row, _unit: row.ledger),
        By.LEADER: Group(Column("leader", N_("leader")), lambda row, _unit: row.leader),
        By.SOURCE: Group(Column("source", N_("source")), lambda row, _unit: row.source),
        By.CARRIER: Group(Column("carrier", N_("carrier")), lambda row, _unit: row.carrier),
        By.CAMPAIGN: Group(
            Column("campaign", N_("campaign"), Content.CAMPAIGN), lambda row, _unit: row.campaign
        ),
        By.LEVEL: Group(Column("level", N_("level"), Content.LEVEL), lambda row, _unit: row.level),
        By.PLAN: Group(Column("plan", N_("plan"), Content.PLAN), lambda row, _unit: row.plan),
    }
)
BYS = tuple(GROUPS)
"""What most reports can be put together by."""
GROUPED: Mapping[By, str] = MappingProxyType(
    {**{by: group.column.title for by, group in GROUPS.items()}, By.DAY: N_("day"), By.DUTY: N_("duty")}
)
"""What each of them is called."""


def in_order(groups: Iterable[str], by: By, units: Sequence[UnitNode]) -> tuple[str, ...]:
    """`groups` as they stand below each other: units as in the tree, levels from the worst, "" last."""
    if by is By.LEVEL:
        return tuple(sorted(groups, key=_level_order))
    if by is not By.UNIT:
        return tuple(sorted(groups, key=_empty_last))
    groups = set(groups)
    known = [unit.code for unit in units if unit.code in groups]
    return (*known, *sorted(groups.difference(known), key=_empty_last))


def scoped(
    own: Mapping[str, "Counter[K]"], by: By, units: Sequence[UnitNode]
) -> Iterator[tuple[str, str, "Counter[K]"]]:
    """Each group, its scope and its counts; a unit that has others below it also with those."""
    if by is not By.UNIT:
        for group in in_order(own, by, units):
            yield group, OWN, own[group]
        return
    parent_of = parents(units)
    below: defaultdict[str, Counter[K]] = defaultdict(Counter)
    for unit, counts in own.items():
        for upper in above(unit, parent_of):
            below[upper].update(counts)
    for unit in in_order({*own, *below}, by, units):
        if unit in own:
            yield unit, OWN, own[unit]
        if unit in below:
            yield unit, WITH_SUB, own.get(unit, Counter[K]()) + below[unit]


def once_note(by: By) -> tuple[str, ...]:
    """What the foot says where rows by unit overlap."""
    if by is not By.UNIT:
        return ()
    return (_("an entry counts once, at its lead unit; the last row counts entries, not rows"),)


def tree_note(query: Query) -> tuple[str, ...]:
    """What the foot says of a tree of another day."""
    return (_("units as of {day}", day=query.tree_of.isoformat()),) if query.tree_of else ()


def _empty_last(group: str) -> tuple[bool, str]:
    return (not group, group)


def _level_order(level: str) -> tuple[int, bool, str]:
    return (_LEVELS.index(level) if level in _LEVELS else len(_LEVELS), *_empty_last(level))
