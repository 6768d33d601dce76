"""`ledger renumber`: an entry gets another number."""

from dataclasses import replace
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.approve import approve
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.i18n import _
from cleanledger.model.vocabulary import listed
from cleanledger.operations.approving import Circumstances
from cleanledger.operations.desk import Desk
from cleanledger.operations.naming import find_entry
from cleanledger.operations.renumber import Renumbered, message_of, renumber
from cleanledger.operations.save import Approved, Message, diff, save, writing


def command(
    context: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="ID", help=_("The entry, or what is unique of its id."))
    ] = None,
    *,
    to: Annotated[
        int | None, typer.Option("--to", metavar="N", help=_("The new number; default the next free one."))
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
) -> None:
    """Give an entry another number; the old one still finds it.

    Its evidence moves along, and every entry that refers to it does so by the new number. A clerk of the unit
    that keeps the ledger gives numbers; none is given twice.
    """
    session = Session(context.ensure_object(Globals))
    entry_id = find_entry(session.shelf, id or ask(_("Which entry (id)"), "ID"))
    setting = session.setting()
    desk = session.desk(setting)
    if dry_run:
        planned, _message = _approved(session, desk, renumber(desk, entry_id, to))
        output.put(diff(session.shelf, planned))
        return
    with writing(session.shelf, session.repository):
        done = renumber(replace(desk), entry_id, to)
        allowed, message = _approved(session, desk, done)
        text, commit = message.text(setting.book.language), setting.book.git.commit
        note = save(session.shelf, session.repository, allowed, text, commit=commit)
    output.say(_("{old} is now {new}  {title}", old=entry_id, new=done.entry.id, title=done.entry.title))
    if done.others:
        output.say(_("put right where it is referred to: {ids}", ids=listed(done.others)))
    output.note(note)


def _approved(session: Session, desk: Desk, done: Renumbered) -> tuple[Approved, Message]:
    message = message_of(done)
    return approve(desk, done.changes, message, Circumstances({done.old: done.entry.id})), message
