"""`ledger list` and `ledger report`, with `due`, `overdue` and `units` as shortcuts."""

import calendar
import re
from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.help import metavar
from cleanledger.cli.report_help import list_of_reports
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.tables import FormatOption, all_entries, say_unread, show_table
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.standing import moment_on
from cleanledger.model.vocabulary import KINDS, OF_RECTIFICATIONS, STATUSES, listed, one_of
from cleanledger.operations.naming import find, find_ledger, find_unit, find_word
from cleanledger.render.say import slow_said
from cleanledger.reports.asked import query_on
from cleanledger.reports.catalog import LIST, REPORTS, Report, run
from cleanledger.reports.groups import GROUPED
from cleanledger.reports.query import By

UnitOption = Annotated[
    str | None, typer.Option("--unit", "-u", metavar="UNIT", help=_("Only this unit and those below it."))
]
LedgerOption = Annotated[str | None, typer.Option("--ledger", metavar="LEDGER", help=_("Only this ledger."))]
ByOption = Annotated[
    str | None, typer.Option("--by", metavar="BY", help=_("Rows by: {choices}", choices=listed(By)))
]
SinceOption = Annotated[str | None, typer.Option("--since", metavar="DATE", help=_("From this day on."))]
UntilOption = Annotated[str | None, typer.Option("--until", metavar="DATE", help=_("Up to this day."))]
TreeOption = Annotated[
    str | None, typer.Option("--tree-of", metavar="DATE", help=_("By the tree of units of this day."))
]
TypeOption = Annotated[
    str | None, typer.Option("--type", metavar="TYPE", help=_("coverage: which units this record names."))
]
SayOption = Annotated[bool, typer.Option("--say", help=_("slow: one paragraph to be read out."))]
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
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DATE", help=_("Only entries of which a line was typed on this day or later.")
        ),
    ] = None,
    format: FormatOption = None,
) -> None:
    """Show the entries, each with its deadline, status and signal."""
    kinds = (find_word(kind, KINDS, _("kind")),) if kind else ()
    statuses = (find_word(status, STATUSES, _("status"), OF_RECTIFICATIONS),) if status else ()
    first = read_day(since) if since else None
    _run(context, LIST, unit=unit, ledger=ledger, kinds=kinds, statuses=statuses, since=first, format=format)


def report(
    context: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", is_eager=True, help=_("Which one; without a name: the list of all.")
        ),
    ] = None,
    *,
    unit: UnitOption = None,
    ledger: LedgerOption = None,
    by: ByOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    month: MonthOption = None,
    tree_of: TreeOption = None,
    type: TypeOption = None,
    say: SayOption = False,
    format: FormatOption = None,
) -> None:
    """Show a report: what is due, what is overdue, how each unit stands."""
    told = {"since": since, "until": until, "month": month, "tree_of": tree_of, "type": type, "say": say}
    if name is None:
        if any((unit, ledger, by, format, *told.values())):
            raise UsageError(_("{name} is missing", name=metavar("NAME")), one_of(REPORTS))
        output.put(list_of_reports())
        return
    found = find_report(name)
    chosen = REPORTS[found]
    for option, value in told.items():
        if value and option not in chosen.heeds:
            shown = option.replace("_", "-")
            raise UsageError(_("the report {name} takes no --{option}", name=found, option=shown))
    first, last = _period(since, until, month)
    _run(
        context,
        chosen,
        unit=unit,
        ledger=ledger,
        format=format,
        by=_grouping(by, found, chosen),
        since=first,
        until=last,
        tree_of=read_day(tree_of) if tree_of else None,
        type=type,
        say=say,
    )


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
    tree_of: TreeOption = None,
    format: FormatOption = None,
) -> None:
    """How each unit stands (report rollup)."""
    chosen = REPORTS["rollup"]
    grouping = _grouping(by, "rollup", chosen)
    tree = read_day(tree_of) if tree_of else None
    _run(context, chosen, unit=unit, ledger=ledger, by=grouping, tree_of=tree, format=format)


def find_report(asked: str) -> str:
    """A report's name by its name in either language, or a unique beginning."""
    return find(
        asked,
        {name: (report.chinese,) for name, report in REPORTS.items()},
        unknown=_("there is no report {name}", name=asked),
        hint=_("ledger report lists them"),
        failure=UsageError,
    )


def _grouping(asked: str | None, name: str, chosen: Report) -> By | None:
    if asked is None:
        return None
    if not chosen.bys:
        raise UsageError(_("the report {name} takes no --{option}", name=name, option="by"))
    words: dict[str, str] = {by: GROUPED[by] for by in chosen.bys}
    return By(find_word(asked, words, _("grouping")))


def _run(
    context: typer.Context,
    chosen: Report,
    *,
    unit: str | None,
    ledger: str | None,
    format: str | None,
    by: By | None = None,
    since: date | None = None,
    until: date | None = None,
    tree_of: date | None = None,
    type: str | None = None,
    say: bool = False,
    kinds: tuple[str, ...] = (),
    statuses: tuple[str, ...] = (),
) -> None:
    if say and format:
        raise UsageError(_("--say gives a text, which has no --format"))
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    ledger_id = find_ledger(session.shelf, setting, ledger) if ledger else ""
    query = replace(
        query_on(setting, day, ledger=ledger_id, tree_of=tree_of),
        unit=find_unit(setting, unit) if unit else "",
        by=by,
        since=since,
        until=until,
        type=_record_type(setting, type) if type else "",
    )
    entries, unread = all_entries(session, (ledger_id,) if ledger_id and not chosen.whole else None)
    rows = [row_of(entry, setting) for entry in entries if not kinds or entry.kind in kinds]
    if statuses:
        rows = [row for row in rows if (now := moment_on(row.moments, day)) and now.status in statuses]
    table = run(chosen, rows, query)
    if say:
        output.say(slow_said(table, session.origin(setting, day)))
    else:
        show_table(session, setting, table, day, format)
    say_unread(unread)


def _record_type(setting: Setting, asked: str) -> str:
    return find(
        asked,
        dict.fromkeys(setting.record_types, ()),
        unknown=_("there is no record type {asked}", asked=asked),
        hint=one_of(setting.record_types),
    )


def _period(since: str | None, until: str | None, month: str | None) -> tuple[date | None, date | None]:
    if month:
        if since or until:
            raise UsageError(_("--month stands for --since and --until: give one or the other"))
        if not re.fullmatch(r"(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])", month):
            raise UsageError(_("{text} is not a month", text=month[:40]), _("write it as 2024-06"))
        year, number = int(month[:4]), int(month[5:])
        return date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1])
    first, last = read_day(since) if since else None, read_day(until) if until else None
    if first and last and last < first:
        raise UsageError(_("--until is before --since"))
    return first, last
