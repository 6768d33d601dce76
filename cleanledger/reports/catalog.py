"""Every report by its name, and the one place where rows are narrowed to a unit or a ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from cleanledger.model.standing import Row, moment_on
from cleanledger.reports.accepted import ACCEPTED
from cleanledger.reports.aging import AGING
from cleanledger.reports.backdated import BACKDATED
from cleanledger.reports.balance import BALANCE
from cleanledger.reports.changes import AMENDMENTS, TRANSFERS
from cleanledger.reports.closings import CLOSINGS
from cleanledger.reports.counts import COUNTS
from cleanledger.reports.coverage import COVERAGE
from cleanledger.reports.deadlines import DEADLINES
from cleanledger.reports.drift import DRIFT
from cleanledger.reports.duties import DUTIES
from cleanledger.reports.evidence import EVIDENCE
from cleanledger.reports.ladder import LADDER
from cleanledger.reports.letters import NOTICES
from cleanledger.reports.listing import LIST
from cleanledger.reports.overdue import OVERDUE
from cleanledger.reports.progress import PROGRESS
from cleanledger.reports.query import Query
from cleanledger.reports.rechecks import RECHECKS
from cleanledger.reports.report import Report
from cleanledger.reports.rollup import ROLLUP
from cleanledger.reports.signals import SIGNALS
from cleanledger.reports.slow import SLOW
from cleanledger.reports.table import Table
from cleanledger.reports.units import subtree

__all__ = ["LIST", "NOTICES", "REPORTS", "Report", "run", "selected"]

REPORTS: Mapping[str, Report] = MappingProxyType(
    {
        "deadlines": DEADLINES,
        "overdue": OVERDUE,
        "signals": SIGNALS,
        "progress": PROGRESS,
        "aging": AGING,
        "slow": SLOW,
        "ladder": LADDER,
        "rollup": ROLLUP,
        "balance": BALANCE,
        "counts": COUNTS,
        "coverage": COVERAGE,
        "duties": DUTIES,
        "closings": CLOSINGS,
        "evidence": EVIDENCE,
        "rechecks": RECHECKS,
        "drift": DRIFT,
        "amendments": AMENDMENTS,
        "transfers": TRANSFERS,
        "backdated": BACKDATED,
        "accepted": ACCEPTED,
    }
)
"""Every report, in the order in which they are listed."""


def run(report: Report, rows: Sequence[Row], query: Query) -> Table:
    """The table of `report` over those of `rows` that the query's unit and ledger leave."""
    query = replace(query, everything=tuple(rows))
    if query.unit:
        query = replace(query, units=subtree(query.units, query.unit))
    if report.narrows:
        return report.build(tuple(row for row in rows if query.ledger in ("", row.ledger)), query)
    return report.build(selected(rows, query), query)


def selected(rows: Sequence[Row], query: Query) -> tuple[Row, ...]:
    """Those of `rows` that the query's unit and ledger leave."""
    if query.unit:
        query = replace(query, units=subtree(query.units, query.unit))
    return tuple(
        row
        for row in rows
        if query.ledger in ("", row.ledger) and (not query.unit or query.within(_unit_on_day(row, query)))
    )


def _unit_on_day(row: Row, query: Query) -> str:
    moment = moment_on(row.moments, query.day)
    return moment.lead_unit if moment else ""
