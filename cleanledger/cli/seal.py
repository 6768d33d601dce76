"""`ledger seal`: the year of a ledger is closed."""

from dataclasses import replace
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.approve import approve
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session, read_day
from cleanledger.i18n import _
from cleanledger.operations.naming import find_ledger
from cleanledger.operations.save import Message, diff, save, writing
from cleanledger.operations.seal import seal


def command(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Argument(metavar="LEDGER", help=_("The ledger, by id or title."))
    ] = None,
    *,
    doc: Annotated[
        str | None,
        typer.Option("--doc", "-w", metavar="TEXT", help=_("The paper that seals it: its number.")),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help=_("The day it happened; default today."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
) -> None:
    """Seal a ledger whose entries have all ended.

    A clerk of the unit that keeps it does so. Afterwards entries are only rechecked, corrected, accepted or
    reopened. Nothing takes a seal away but undo, while nobody else has it.
    """
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    desk = session.desk(setting)
    ledger_id = find_ledger(session.shelf, setting, ledger or ask(_("Which ledger"), "LEDGER"))
    paper = doc or ask(_("The paper that seals it: its number"), "--doc")
    day = read_day(date) if date else desk.today
    message = Message("seal", (ledger_id,))
    if dry_run:
        planned = approve(desk, [seal(desk, ledger_id, day, paper)], message)
        output.put(diff(session.shelf, planned))
        return
    with writing(session.shelf, session.repository):
        # Under the lock: what another command adds to the ledger must not slip below the seal.
        change = seal(replace(desk), ledger_id, day, paper)
        allowed = approve(desk, [change], message)
        text, commit = message.text(setting.book.language), setting.book.git.commit
        note = save(session.shelf, session.repository, allowed, text, commit=commit)
    output.say(_("{ledger} is sealed: {title}", ledger=ledger_id, title=setting.covers[ledger_id].title))
    output.note(note)
