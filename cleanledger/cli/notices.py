"""`ledger notices`: what is to be sent by the ladder, as a list, as letters, as records."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import confirm
from cleanledger.cli.globals import Globals
from cleanledger.cli.letters import (
    Batch,
    Order,
    batch,
    record_letters,
    show_records,
    write_letters,
    write_template,
)
from cleanledger.cli.reports import LedgerOption, UnitOption
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.tables import FOR_PROGRAMS, FormatOption, all_entries, say_unread, show_table
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting, row_of
from cleanledger.model.vocabulary import one_of
from cleanledger.operations.deadlines import one_day, read_deadline
from cleanledger.operations.naming import find, find_ledger, find_unit
from cleanledger.render.template import built_in
from cleanledger.reports.asked import query_on
from cleanledger.reports.catalog import NOTICES, run
from cleanledger.reports.letters import for_people, nothing
from cleanledger.reports.query import Query


def command(
    context: typer.Context,
    *,
    unit: UnitOption = None,
    ledger: LedgerOption = None,
    type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help=_("Only this level of the ladder."))
    ] = None,
    to: Annotated[
        Path | None, typer.Option("--to", metavar="DIR", help=_("Write the letters there as Markdown files."))
    ] = None,
    issue: Annotated[
        str | None,
        typer.Option(
            "--issue",
            metavar="PAPER",
            help=_("Record that they were sent; the number of the first letter, the others count on."),
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help=_("The day of the letters; default today."))
    ] = None,
    held_by: Annotated[
        str | None,
        typer.Option("--held-by", metavar="UNIT", help=_("The unit that sends them; default your own.")),
    ] = None,
    reply_by: Annotated[
        str | None,
        typer.Option(
            "--reply-by",
            metavar="DUE",
            help=_("The last day for an answer; default by notice.reply_days of the book."),
        ),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(
            "--template",
            metavar="TYPE",
            help=_("Print the template of the program for letters of this type; with --to write it."),
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
    format: FormatOption = None,
) -> None:
    """Show which notices are to be sent by the ladder; with --to write the letters, with --issue record them.

    One letter goes to each unit for each level, with all its entries. What was sent since the deadline passed
    is not sent again; the next level follows when its day has come. A template of the book in
    templates/TYPE.md goes before the program's; --template gives one to begin with.
    """
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    narrowed = {"--unit": unit, "--ledger": ledger, "--type": type}
    of_letters = {"--date": date, "--held-by": held_by, "--reply-by": reply_by, "--dry-run": dry_run}
    if template:
        for option in _given({**narrowed, **of_letters, "--issue": issue, "--format": format}):
            raise UsageError(_("{option} does not go with --template", option=option))
        _template(session, setting, _type(setting, template), to)
        return
    goes_out = to is not None or issue is not None
    if goes_out and format:
        raise UsageError(_("--format is for the list, which --to and --issue do not show"))
    for option in () if goes_out else _given(of_letters):
        raise UsageError(_("{option} goes with --to or --issue", option=option))
    today = session.typing_day(setting) if goes_out else session.day(setting)
    query = replace(
        query_on(setting, read_day(date) if date else today),
        unit=find_unit(setting, unit) if unit else "",
        ledger=find_ledger(session.shelf, setting, ledger) if ledger else "",
        type=_type(setting, type) if type else "",
    )
    if not goes_out:
        _show(session, setting, query, format)
        return
    sender = find_unit(setting, held_by) if held_by else ""
    until = one_day(read_deadline(setting, "", query.day, reply_by)) if reply_by else None
    _send(session, setting, Order(query, today, sender, until, to, issue), yes=yes, dry_run=dry_run)


def _send(session: Session, setting: Setting, order: Order, *, yes: bool, dry_run: bool) -> None:
    """Writes the letters of `order`, and records them where they have a number."""
    if order.reply_by and order.reply_by < order.day:
        raise UsageError(_("--reply-by is before the day of the letters"))
    # Who only writes letters need hold no post, where the sender is named.
    desk = session.desk(setting) if order.issue is not None or not order.held_by else None
    if desk and not order.held_by:
        order = replace(order, held_by=setting.directory.unit_of(desk.typist) or "")
    made = batch(session, setting, order)
    if not made.letters:
        output.say(nothing(order.query))
    elif desk is None or order.issue is None:
        write_letters(made, dry_run=dry_run)
    elif dry_run:
        write_letters(made, dry_run=True)
        show_records(made, desk)
    else:
        if not yes:
            _list(made)
            confirm(_("Record these {n} letters?", n=len(made.letters)), "--yes")
        record_letters(made, desk)


def _given(options: Mapping[str, object]) -> list[str]:
    return [option for option, value in options.items() if value]


def _type(setting: Setting, asked: str) -> str:
    return find(
        asked,
        dict.fromkeys(setting.notice_types, ()),
        unknown=_("no notice is of the type {asked}", asked=asked),
        hint=one_of(setting.notice_types),
    )


def _template(session: Session, setting: Setting, type_: str, folder: Path | None) -> None:
    if folder:
        write_template(session, setting, type_, folder)
    else:
        output.put(built_in(type_, setting.book.language).text)


def _show(session: Session, setting: Setting, query: Query, format: str | None) -> None:
    # What was sent before may stand in any ledger.
    entries, unread = all_entries(session)
    table = run(NOTICES, [row_of(entry, setting) for entry in entries], query)
    if format not in FOR_PROGRAMS:
        table = for_people(table)
    show_table(session, setting, table, query.day, format)
    say_unread(unread)


def _list(made: Batch) -> None:
    for letter, doc in zip(made.letters, made.docs, strict=True):
        unit = made.setting.directory.units.get(letter.unit)
        ids = " ".join(about.id for about in letter.about)
        output.note(f"  {doc}  {letter.type}  {unit.name if unit else letter.unit}  {ids}")
