"""What an output was made from, which goes out with every table, and what it is written to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

Names = Mapping[str, Mapping[str, str]]
"""What people call the codes of the book, by what a column holds: `{"unit": {"GDBH": "耕地保护处"}}`."""


@dataclass(frozen=True)
class Origin:
    """`tree` is the id of a git tree, or "working"; `commit` is HEAD, where there is one."""

    book: str
    as_of: date
    tree: str = "working"
    commit: str | None = None
    notes: tuple[str, ...] = ()
    names: Names = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """What an output is written to. No `width`: as wide as it gets, one line per row (a pipe, a file)."""

    width: int | None = None
    colour: bool = False
    encoding: str = "utf-8"
