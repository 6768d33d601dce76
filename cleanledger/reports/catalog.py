"""Every report by its name, and the one place where rows are narrowed to a unit or a ledger."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from cleanledger.model.standing import Row, moment_on
from cleanledger.reports import rollup as roll_up
from cleanledger.reports.deadlines import COLUMNS as DEADLINES
from cleanledger.reports.deadlines import deadlines
from cleanledger.reports.listing import COLUMNS as LISTING
from cleanledger.reports.listing import listing
from cleanledger.reports.overdue import COLUMNS as OVERDUE
from cleanledger.reports.overdue import overdue
from cleanledger.reports.query import Query
from cleanledger.reports.table import Column, Table
from cleanledger.reports.units import subtree

Build: TypeAlias = Callable[[Sequence[Row], Query], Table]


class Report(NamedTuple):
    """A report: how it is built, its columns, and which parts of a query beside unit and ledger it heeds."""

    build: Build
    columns: tuple[Column, ...]
    heeds: frozenset[str] = frozenset()


LIST = Report(listing, LISTING)
REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        "deadlines": Report(deadlines, DEADLINES, frozenset({"since", "until"})),
        "overdue": Report(overdue, OVERDUE),
        "rollup": Report(roll_up.rollup, roll_up.columns(), frozenset({"by"})),
    }
)


def run(report: Report, rows: Sequence[Row], query: Query) -> Table:
    """The table of `report` over those of `rows` that the query's unit and ledger leave."""
    rows = selected(rows, query)
    if query.unit:
        query = replace(query, units=subtree(query.units, query.unit))
    return report.build(rows, query)


def selected(rows: Sequence[Row], query: Query) -> tuple[Row, ...]:
    """Those of `rows` that the query's unit and ledger leave."""
    units = {unit.code for unit in subtree(query.units, query.unit)} if query.unit else set()
    return tuple(
        row
        for row in rows
        if query.ledger in ("", row.ledger) and (not query.unit or _unit_on_day(row, query) in units)
    )


def _unit_on_day(row: Row, query: Query) -> str | None:
    moment = moment_on(row.moments, query.day)
    return moment.lead_unit if moment else None
