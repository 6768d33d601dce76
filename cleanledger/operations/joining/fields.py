"""Three versions of a field joined: single values, lists of codes as sets, items of lists by their names."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias, cast

from cleanledger.model.source import Tree
from cleanledger.operations.joining.choices import Choice, Settled

Value: TypeAlias = Tree | None


class Three(NamedTuple):
    """One field in three versions. None: it is not there."""

    base: Value
    ours: Value
    theirs: Value


def _named(*keys: str) -> Callable[[Mapping[str, Tree]], str]:
    return lambda item: "/".join(str(item[key]) for key in keys if key in item)


def _evidence(item: Mapping[str, Tree]) -> str:
    name, round_ = str(item.get("path") or item.get("ref")), str(item.get("round", "1"))
    return name if round_ == "1" else f"{name}/{round_}"


_NAMES: Mapping[str, Callable[[Mapping[str, Tree]], str]] = MappingProxyType(
    {
        "measures": _named("num"),
        "milestones": _named("title"),
        "indicators": _named("name"),
        "regulations": _named("name"),
        "evidence": _evidence,
        "accepted": _named("code", "date"),
    }
)
"""Lists of which each item has a name: two items of one name are one item."""
_WHOLE = frozenset({"no_risk", "approval"})
"""Maps of one decision: half of one and half of another would be none."""


def joined(name: str, three: Three, settled: Settled, choices: list[Choice]) -> Value:
    """What the field becomes; where the two sides clash, ours for the time being, and one more choice."""
    base, ours, theirs = three
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if name in _NAMES and (tables := _tables(name, three)):
        return _items(name, tables, settled, choices)
    if all(value is None or _is_words(value) for value in three):
        return _words(*(cast("list[Tree]", value or []) for value in three))
    if name not in _WHOLE and isinstance(ours, dict) and isinstance(theirs, dict):
        return _map(name, (base if isinstance(base, dict) else {}, ours, theirs), settled, choices) or None
    side = settled.side(name)
    if side is None:
        choices.append(Choice(name, base, ours, theirs))
    return theirs if side == "theirs" else ours


def _is_words(value: Tree) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _words(base: list[Tree], ours: list[Tree], theirs: list[Tree]) -> Value:
    kept = [item for item in ours if item in theirs or item not in base]
    return [*kept, *(item for item in theirs if item not in ours and item not in base)] or None


_Table: TypeAlias = dict[str, Tree]


def _tables(name: str, three: Three) -> tuple[_Table, _Table, _Table] | None:
    """The items of each version by name; None where names do not tell them apart."""
    base, ours, theirs = (_table(name, value) for value in three)
    return None if base is None or ours is None or theirs is None else (base, ours, theirs)


def _table(name: str, value: Value) -> _Table | None:
    items = value or []
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        return None
    table: _Table = {_NAMES[name](item): item for item in items if isinstance(item, dict)}
    return table if len(table) == len(items) else None


def _items(
    name: str, tables: tuple[_Table, _Table, _Table], settled: Settled, choices: list[Choice]
) -> Value:
    found = _map(name, tables, settled, choices)
    items = list(found.values())
    if name == "measures" and all(number.isdigit() for number in found):
        items = [found[number] for number in sorted(found, key=int)]
    return items or None


def _map(name: str, tables: tuple[_Table, _Table, _Table], settled: Settled, choices: list[Choice]) -> _Table:
    base, ours, theirs = tables
    made = {}
    for key in dict.fromkeys((*ours, *theirs)):
        three = Three(base.get(key), ours.get(key), theirs.get(key))
        value = joined(f"{name}.{key}", three, settled, choices)
        if value is not None:
            made[key] = value
    return made
