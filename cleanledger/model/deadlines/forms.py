"""A table of forms: how dates are printed, and what each makes of its words."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import NamedTuple

from cleanledger.model.deadlines.scan import Scan


class Stretch(NamedTuple):
    """The days that words name, first and last."""

    first: dt.date
    last: dt.date
    is_closed: bool = False
    """底 or 末 was said: 前 behind it takes nothing away."""
    is_count: bool = False
    """So many days from a day: there is no 前 to it."""
    is_figures: bool = False
    """A day in figures, year and all."""


Build = Callable[[Scan, re.Match[str]], Stretch]


class Forms:
    """Patterns in the order in which they are tried, each with what it builds; compiled when first used."""

    def __init__(self, *table: tuple[str, Build]) -> None:
        self._table = table

    def __iter__(self) -> Iterator[tuple[re.Pattern[str], Build]]:
        return iter(self._compiled)

    @cached_property
    def _compiled(self) -> tuple[tuple[re.Pattern[str], Build], ...]:
        return tuple((re.compile(pattern), build) for pattern, build in self._table)
