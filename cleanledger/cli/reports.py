"""`ledger list` and `ledger report`, with `due`, `overdue` and `units` as shortcuts."""

import calendar
import re
from datetime import date
from typing import Annotated

import typer

from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.tables import FormatOption, all_entries, say_unread, show_table
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.standing import moment_on
from cleanledger.model.vocabulary import KINDS, OF_RECTIFICATIONS, STATUSES, listed, one_of
from cleanledger.operations.naming import find_ledger, find_unit, find_word
from cleanledger.reports.catalog import LIST, REPORTS, Report, run
from cleanledger.reports.query import By, Query
from cleanledger.reports.units import UnitNode

UnitOption = Annotated[
    str | None, typer.Option("--unit", "-u", metavar="UNIT", help=_("Only this unit and those below it."))
]
LedgerOption = Annotated[str | None, typer.Option("--ledger", metavar="LEDGER", help=_("Only this ledger."))]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="BY", help=_("Rows by: {choices}", choices=listed(By)))
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help=_("From this day on."))]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help=_("Up to this day."))]
MonthOption = Annotated[str | None, typer.Option("--month", metavar="YYYY-MM", help=_("In this month."))]


def listing(
    context: typer.Context,
    ledger: Annotated[str | None, typer.Argument(metavar="[LEDGER]", help=_("Only this ledger."))] = None,
    *,
    unit: UnitOption = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=_("Only this kind."))] = None,
    status: Annotated[
        str | None, typer.Option("--status", metavar="STATUS", help=_("Only this status."))
    ] = None,
    format: FormatOption = None,
) -> None:
    """Show the entries, each with its deadline, status and signal."""
    kinds = (find_word(kind, KINDS, _("kind")),) if kind else ()
    statuses = (find_word(status, STATUSES, _("status"), OF_RECTIFICATIONS),) if status else ()
    _run(context, LIST, unit=unit, ledger=ledger, kinds=kinds, statuses=statuses, format=format)


def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=one_of(REPORTS))],
    *,
    unit: UnitOption = None,
    ledger: LedgerOption = None,
    by: ByOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    month: MonthOption = None,
    format: FormatOption = None,
) -> None:
    """Show a report: what is due, what is overdue, how each unit stands."""
    if name not in REPORTS:
        raise UsageError(_("there is no report {name}", name=name), one_of(REPORTS))
    chosen = REPORTS[name]
    told = {"by": by, "since": since, "until": until, "month": month}
    heeded = chosen.heeds | ({"month"} if "since" in chosen.heeds else set())
    for option, value in told.items():
        if value and option not in heeded:
            raise UsageError(_("the report {name} takes no --{option}", name=name, option=option))
    first, last = _period(since, until, month)
    _run(context, chosen, unit=unit, ledger=ledger, by=by, since=first, until=last, format=format)


def due(
    context: typer.Context,
    *,
    unit: UnitOption = None,
    ledger: LedgerOption = None,
    format: FormatOption = None,
) -> None:
    """What is due, the nearest first (report deadlines)."""
    _run(context, REPORTS["deadlines"], unit=unit, ledger=ledger, format=format)


def overdue(
    context: typer.Context,
    *,
    unit: UnitOption = None,
    ledger: LedgerOption = None,
    format: FormatOption = None,
) -> None:
    """What is overdue, the longest first (report overdue)."""
    _run(context, REPORTS["overdue"], unit=unit, ledger=ledger, format=format)


def units(
    context: typer.Context,
    *,
    unit: UnitOption = None,
    ledger: LedgerOption = None,
    by: ByOption = None,
    format: FormatOption = None,
) -> None:
    """How each unit stands (report rollup)."""
    _run(context, REPORTS["rollup"], unit=unit, ledger=ledger, by=by, format=format)


def _run(
    context: typer.Context,
    chosen: Report,
    *,
    unit: str | None,
    ledger: str | None,
    format: str | None,
    by: str | None = None,
    since: date | None = None,
    until: date | None = None,
    kinds: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
) -> None:
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    if by is not None and by not in list(By):
        raise UsageError(_("there is no grouping {name}", name=by), one_of(By))
    ledger_id = find_ledger(session.shelf, setting, ledger) if ledger else ""
    entries, unread = all_entries(session, (ledger_id,) if ledger_id else None)
    rows = [row_of(entry, setting) for entry in entries if not kinds or entry.kind in kinds]
    query = Query(
        day=day,
        near_days=setting.near_days,
        units=nodes(setting, day),
        unit=find_unit(setting, unit) if unit else "",
        ledger=ledger_id,
        by=By(by) if by else By.UNIT,
        since=since,
        until=until,
    )
    if statuses:
        rows = [row for row in rows if (now := moment_on(row.moments, day)) and now.status in statuses]
    show_table(session, setting, run(chosen, rows, query), day, format)
    say_unread(unread)


def nodes(setting: Setting, day: date) -> tuple[UnitNode, ...]:
    """The tree of units on `day`, as reports need it."""
    return tuple(UnitNode(unit.code, unit.parent_on(day) or "") for unit in setting.directory.file.units)


def _period(since: str | None, until: str | None, month: str | None) -> tuple[date | None, date | None]:
    if month:
        if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])", month):
            raise UsageError(_("{text} is not a month", text=month[:40]), _("write it as 2024-06"))
        year, number = int(month[:4]), int(month[5:])
        return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    return read_day(since) if since else None, read_day(until) if until else None
