"""How long entries have been open, and how long overdue, in bands of days."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from cleanledger.i18n import N_, _
from cleanledger.model.lifecycle import ENDED
from cleanledger.model.standing import Bucket, Row, Standing, round_began, standings
from cleanledger.reports.columns import TOTAL
from cleanledger.reports.groups import ALL, BYS, GROUPS, SCOPE, once_note, scoped, tree_note
from cleanledger.reports.lives import is_counted
from cleanledger.reports.query import By, Query
from cleanledger.reports.report import TREE, Report
from cleanledger.reports.table import Column, Content, Line, Table

Cell: TypeAlias = tuple[str, str]
"""What is counted (open or overdue), and the band it falls into."""

BANDS = (("days_30", 30), ("days_90", 90), ("days_180", 180), ("days_365", 365))
"""The bands, and the last day of each; what is longer is `over`."""
_OVER = "over"
_UNDATED = "undated"
_COUNTED = ("open", "overdue")

_FIGURES = (
    Column("days_30", N_("0–30"), Content.NUMBER),
    Column("days_90", N_("31–90"), Content.NUMBER),
    Column("days_180", N_("91–180"), Content.NUMBER),
    Column("days_365", N_("181–365"), Content.NUMBER),
    Column(_OVER, N_("over 365"), Content.NUMBER),
    Column(_UNDATED, N_("undated"), Content.NUMBER),
)


def columns(by: By = By.UNIT) -> tuple[Column, ...]:
    """The columns by `by`: only the first one differs."""
    return (GROUPS[by].column, SCOPE, Column("counted", N_("counted"), Content.AGE), TOTAL, *_FIGURES)


def aging(rows: Sequence[Row], query: Query) -> Table:
    """How many living entries have been open, and how many overdue, for how many days, by unit.

    Open: days since the entry or its round began. Overdue: days since the deadline. Each is one of the open.
    """
    by = query.by or By.UNIT
    own: defaultdict[str, Counter[Cell]] = defaultdict(Counter)
    for row, standing in standings(rows, query.day, query.near_days):
        if is_counted(row) and standing.status not in ENDED:
            own[GROUPS[by].of(row, standing.moment.lead_unit)].update(_cells(row, standing, query.day))
    whole: Counter[Cell] = Counter()
    for counts in own.values():
        whole.update(counts)
    lines = (line for each in scoped(own, by, query.units) for line in _lines(*each))
    days = _("days open since the entry or its round began; days overdue since the deadline")
    return Table(
        "aging",
        columns(by),
        tuple(lines),
        foot=tuple(_lines("", ALL, whole, empty=True)),
        notes=(days, *once_note(by), *tree_note(query)),
        naming=3,
    )


def _cells(row: Row, standing: Standing, day: date) -> Iterator[Cell]:
    began = round_began(row, standing.moment.round)
    yield "open", _band((day - began).days) if began else _UNDATED
    if standing.bucket is Bucket.OVERDUE:
        yield "overdue", _band(standing.days or 0)


def _band(days: int) -> str:
    return next((band for band, last in BANDS if days <= last), _OVER)


def _lines(group: str, scope: str, counts: "Counter[Cell]", *, empty: bool = False) -> Iterator[Line]:
    for counted in _COUNTED:
        figures = tuple(counts[counted, column.key] for column in _FIGURES)
        if empty or any(figures):
            yield (group, scope, counted, sum(figures), *figures)


AGING = Report(aging, columns(), "时长", TREE, BYS)
