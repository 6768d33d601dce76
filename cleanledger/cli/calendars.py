"""`ledger calendar`: the days off and make-up days of each year, and working days counted by them."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.settings import (
    ChangesArgument,
    DryRunOption,
    Work,
    at_work,
    command,
    given,
    group,
    write,
)
from cleanledger.cli.tables import FormatOption, show_as_of_today, show_table
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.scalars import Int
from cleanledger.model.source import Plain, Tree
from cleanledger.model.validate import read_as
from cleanledger.operations.day_spans import days_in
from cleanledger.operations.lists import edits_of, find_year, item_changes, one_more, place_of
from cleanledger.operations.revision import Edits, revised
from cleanledger.operations.set_up import filled
from cleanledger.reports.workdays import calendar_table, in_one_line, workdays_table, year_table

calendars = group("calendar", _("Days off and make-up days of each year, and working days counted by them."))

YearArgument = Annotated[str | None, typer.Argument(metavar="Y", help=_("A year of calendar.yaml."))]


@command(calendars, "add")
def calendar_add(
    context: typer.Context,
    year: Annotated[str | None, typer.Argument(metavar="Y", help=_("The year that was announced."))] = None,
    *,
    doc: Annotated[
        str | None, typer.Option("--doc", "-w", metavar="TEXT", help=_("The announcement: its number."))
    ] = None,
    holidays: Annotated[
        list[str] | None,
        typer.Option("--holiday", metavar="DATE", help=_("Days off: a day, several by commas, FIRST..LAST.")),
    ] = None,
    workdays: Annotated[
        list[str] | None,
        typer.Option("--workday", metavar="DATE", help=_("Weekend days that are worked, in the same way.")),
    ] = None,
    dry_run: DryRunOption = False,
) -> None:
    """Add the days off and make-up days of a year, as announced.

    The year is then read from calendar.yaml alone, though the program may have a table of it.
    Days of the December before may be among them.
    """
    work = at_work(context)
    number = given(year, _("Which year"), "Y", _year)
    item = {
        **filled({"year": int(number), "doc": given(doc, _("The number of the announcement"), "--doc")}),
        "holidays": _days(holidays)
        if holidays
        else ask(_("Days off, e.g. 2027-01-01..2027-01-03"), "--holiday", _days_of),
        **({"workdays": _days(workdays)} if workdays else {}),
    }
    known = int(number) in work.setting.workdays.years()
    if _write(work, one_more(work.session.shelf, "calendar", item), "calendar-add", number, dry_run=dry_run):
        output.say(
            _(
                "{year}: {off} days off, {made_up} make-up days",
                year=number,
                off=len(item["holidays"]),
                made_up=len(item.get("workdays", ())),
            )
        )
        if known:
            output.note(
                _("the program had a table of {year}; calendar.yaml now stands in its place", year=number)
            )


def _year(text: str) -> str:
    return str(read_as(Int, text.strip().removesuffix("年")))


def _days(texts: Sequence[str]) -> list[Tree]:
    return [Plain(day.isoformat()) for day in sorted(days_in(",".join(texts)))]


def _days_of(text: str) -> list[Tree]:
    return _days([text])


def _write(work: Work, edits: Edits, action: str, subject: str, *, dry_run: bool) -> bool:
    revision = revised(work.session.shelf, work.setting, edits, work.today)
    return write(work, revision.changes, action, [subject], dry_run=dry_run)


@command(calendars, "list")
def calendar_list(context: typer.Context, *, format: FormatOption = None) -> None:
    """Show the years that are known: the program's own and those of calendar.yaml."""
    show_as_of_today(context, lambda setting, _day: calendar_table(setting.workdays), format)


@command(calendars, "show")
def calendar_show(
    context: typer.Context,
    year: Annotated[str | None, typer.Argument(metavar="Y", help=_("A year."))] = None,
    *,
    format: FormatOption = None,
) -> None:
    """Show the days off and make-up days of a year."""
    number = int(given(year, _("Which year"), "Y", _year))
    show_as_of_today(context, lambda setting, _day: year_table(setting.workdays, number), format)


@command(calendars, "set")
def calendar_set(
    context: typer.Context,
    year: YearArgument = None,
    changes: ChangesArgument = None,
    *,
    dry_run: DryRunOption = False,
) -> None:
    """Change a year of calendar.yaml: doc=TEXT, holidays+=FIRST..LAST, workdays-=DAY."""
    work = at_work(context)
    found = given(year, _("Which year"), "Y", partial(find_year, work.setting))
    place = place_of(work.session.shelf, "calendar", found)
    texts = changes or [ask(_("What to set: key=value"), "KEY=VALUE")]
    made = item_changes(work.session.shelf, work.setting, "calendar", place, texts)
    if _write(work, edits_of("calendar", place, made), "calendar-set", found, dry_run=dry_run):
        output.say(_("{code} is changed", code=found))


@command(calendars, "days")
def calendar_days(
    context: typer.Context,
    base: Annotated[
        str | None, typer.Argument(metavar="DATE", help=_("The day after which counting begins."))
    ] = None,
    count: Annotated[int | None, typer.Argument(metavar="N", help=_("How many working days."))] = None,
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Show each day that was counted or skipped, and why."))
    ] = False,
    format: FormatOption = None,
) -> None:
    """Say which day is the N-th working day after a day.

    The day itself does not count; make-up days do. A --format shows what --explain does.
    """
    session = Session(context.ensure_object(Globals))
    first = read_day(given(base, _("After which day"), "DATE"))
    number = ask(_("How many working days"), "N", _count) if count is None else count
    if number < 1:
        raise UsageError(_("{n} is no number of working days: write 1 or more", n=number))
    setting = session.setting()
    found = setting.workdays.after(first, number)
    if explain or format:
        table = workdays_table(setting.workdays, first, found)
        show_table(session, setting, table, session.day(setting), format)
    else:
        output.say(in_one_line(first, found))


def _count(text: str) -> int:
    return int(read_as(Int, text))
