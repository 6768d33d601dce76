"""What a report is: how it is built, its columns, and what it heeds of a query."""

import inspect
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from cleanledger.i18n import _
from cleanledger.model.standing import Row
from cleanledger.reports.query import By, Query
from cleanledger.reports.table import Column, Table

Build: TypeAlias = Callable[[Sequence[Row], Query], Table]

PERIOD = frozenset({"since", "until", "month"})
TREE = frozenset({"tree_of"})


class Report(NamedTuple):
    """A report; the docstring of `build` is its help."""

    build: Build
    columns: tuple[Column, ...]
    chinese: str = ""
    """Its Chinese name."""
    heeds: frozenset[str] = frozenset()
    """The options that it takes beside unit, ledger and `by`."""
    bys: tuple[By, ...] = ()
    """What it can be put together by."""
    narrows: bool = False
    """Gets the rows of every unit, since it looks at the unit of another day, or at what has none."""

    whole: bool = False
    """Looks at entries of other ledgers too, where one is asked for."""

    @property
    def summary(self) -> str:
        """What it shows, in one sentence."""
        return _(self.paragraphs[0])

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """Its help, in English: one text after the other."""
        text = inspect.getdoc(self.build) or ""
        return tuple(" ".join(each.split()) for each in text.split("\n\n"))
