"""`ledger deadline`: what the words of a deadline say, before anybody enters them."""

from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.readings import say_reading
from cleanledger.cli.session import Session, read_day
from cleanledger.cli.tables import FormatOption, show_table
from cleanledger.errors import LedgerError
from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading
from cleanledger.operations.deadlines import read_deadline
from cleanledger.operations.naming import find_ledger
from cleanledger.reports.readings import readings_table


def command(
    context: typer.Context,
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="DUE…", help=_("The words, each cell for itself."))
    ] = None,
    *,
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar="LEDGER", help=_("The ledger whose year and day of issue count.")),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help=_("The day they count from; default the day of issue.")),
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Show the working days that were counted and skipped."))
    ] = False,
    format: FormatOption = None,
) -> None:
    """Say what the words of a deadline mean: which day, whether it goes on, which milestones.

    They are read as of today, its year and policy, or by those of --ledger. Nothing is written.
    """
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    day = session.day(setting)
    name = find_ledger(session.shelf, setting, ledger) if ledger else ""
    base = read_day(from_) if from_ else (setting.issued_on(name) if name else day)
    readings: list[Reading] = []
    failures: list[LedgerError] = []
    for text in texts or [ask(_("The words of the deadline"), "DUE")]:
        try:
            readings.append(read_deadline(setting, name, base, text))
        except LedgerError as failure:
            failures.append(failure)
    if format:
        show_table(session, setting, readings_table(readings), day, format)
    else:
        for reading in readings:
            say_reading(session, setting, reading, output.say, explain=explain)
    if failures:
        raise typer.Exit(max(output.complain(failure) for failure in failures))
