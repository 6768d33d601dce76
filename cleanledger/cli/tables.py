"""Shows tables in the format asked for, and what goes with every report."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

import click
import typer

from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.setting import Setting, is_solo
from cleanledger.model.vocabulary import one_of
from cleanledger.render.table_formats import FORMATS, default_format, render
from cleanledger.reports.table import Table
from cleanledger.store.library import Entries

FormatOption = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMAT", help=one_of(FORMATS)),
]
FOR_PROGRAMS = ("csv", "json")


def show_table(session: Session, setting: Setting, table: Table, day: date, format: str | None) -> None:
    """Writes `table` in `format`, or in what suits a terminal or a pipe."""
    format = format or default_format(terminal=output.is_terminal())
    if format not in FORMATS:
        raise UsageError(_("there is no format {name}", name=format), one_of(FORMATS))
    notes = [_("one person keeps this book; nobody checks")] if is_solo(setting, day) else []
    target = output.target(session.given, for_people=format not in FOR_PROGRAMS)
    output.put(render(table, format, session.origin(setting, day, notes), target))


def show_as_of_today(
    context: click.Context, build: Callable[[Setting, date], Table], format: str | None
) -> None:
    """A table of what the setting holds on the day of judgement."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    show_table(session, setting, build(setting, day), day, format)


def all_entries(session: Session, ledgers: tuple[str, ...] | None = None) -> tuple[tuple[Entry, ...], int]:
    """Every entry that can be read, by ledger and number, and how many files cannot."""
    entries = Entries(session.shelf)
    found, unread = [], 0
    for ledger in ledgers if ledgers is not None else session.shelf.ledgers():
        for entry_id in session.shelf.entry_ids(ledger):
            entry = entries.read(entry_id).entry
            if entry is None:
                unread += 1
            else:
                found.append(entry)
    return tuple(found), unread


def say_unread(unread: int) -> None:
    """Ends with 1 where files could not be read: the answer is not whole."""
    if unread:
        output.note(_("{n} files could not be read and are not counted: ledger check names them", n=unread))
        raise typer.Exit(1)
