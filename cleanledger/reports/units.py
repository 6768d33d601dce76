"""The tree of units, as far as reports need it. A parent that is not in the tree counts as none."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple


class UnitNode(NamedTuple):
    """One unit and the one above it ("": none)."""

    code: str
    parent: str
    kind: str = "unit"
    exists: bool = True
    """Whether it exists on the day of the tree."""


def parents(units: Iterable[UnitNode]) -> dict[str, str]:
    """The unit above each unit, in the order of the tree."""
    return {unit.code: unit.parent for unit in units}


def above(code: str, parent_of: Mapping[str, str]) -> Iterator[str]:
    """The units above `code`, nearest first; ends where the tree runs in a circle."""
    seen = {code}
    while (code := parent_of.get(code, "")) in parent_of and code not in seen:
        seen.add(code)
        yield code


def subtree(units: Iterable[UnitNode], top: str) -> tuple[UnitNode, ...]:
    """`top` and all units below it; `top` alone where the tree does not know it."""
    units = tuple(units)
    parent_of = parents(units)
    found = tuple(unit for unit in units if unit.code == top or top in above(unit.code, parent_of))
    return found or (UnitNode(top, ""),)
