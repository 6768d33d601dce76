"""`ledger add`: a new entry under the next free number."""

from datetime import date as date_type
from typing import Annotated

import typer

from cleanledger.cli import output
from cleanledger.cli.ask import ask
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session, read_day
from cleanledger.errors import ChangedMeanwhile, EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.operations.add import Added, Wish, add
from cleanledger.operations.desk import Desk
from cleanledger.operations.naming import find_actor, find_entry, find_ledger
from cleanledger.operations.save import Message, diff, save, writing
from cleanledger.operations.set_up import filled

_TRIES = 100


def command(
    context: typer.Context,
    ledger: Annotated[
        str | None, typer.Argument(metavar="LEDGER", help=_("The ledger, by id or title."))
    ] = None,
    title: Annotated[
        str | None, typer.Argument(metavar="TITLE", help=_("What it is about, in one line."))
    ] = None,
    *,
    lead_unit: Annotated[
        str | None,
        typer.Option("--lead-unit", "-u", metavar="UNIT", help=_("The one unit that answers for it.")),
    ] = None,
    due: Annotated[
        str | None, typer.Option("--due", "-d", metavar="DATE", help=_("The last day in time."))
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", "-m", metavar="TEXT", help=_("A measure; may be given again.")),
    ] = None,
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="UNIT", help=_("A unit that takes part; may be given again.")),
    ] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="POST", help=_("Who does it."))] = None,
    leader: Annotated[
        str | None, typer.Option("--leader", metavar="TEXT", help=_("The leader who answers."))
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help=_("Any other field; may be given again.")),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help=_("The day it happened; default today."))
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor", metavar="POST", help=_("Whose act it is, where it is not yours: a post or a unit.")
        ),
    ] = None,
    doc: Annotated[
        str | None, typer.Option("--doc", "-w", metavar="TEXT", help=_("The paper behind it: its number."))
    ] = None,
    meeting: Annotated[
        str | None,
        typer.Option("--meeting", metavar="TEXT", help=_("The record of the meeting behind it: its id.")),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
) -> None:
    """Add an entry to a ledger; its number is the next free one."""
    session = Session(context.ensure_object(Globals))
    setting = session.setting()
    desk = session.desk(setting)
    ledger_id = find_ledger(session.shelf, setting, ledger or ask(_("Which ledger"), "LEDGER"))
    wish = Wish(
        ledger=ledger_id,
        title=title or ask(_("What it is about, in one line"), "TITLE"),
        lead_unit=lead_unit or _asked_unit(setting, desk, ledger_id),
        due=read_day(due) if due else _asked_due(desk, ledger_id, set_ or []),
        measures=measure or [],
        units=unit or [],
        owner=owner,
        leader=leader,
        changes=set_ or [],
        day=read_day(date) if date else None,
        facts=filled(
            {
                "actor": find_actor(setting, actor) if actor else None,
                "doc": doc,
                "meeting": find_entry(session.shelf, meeting) if meeting else None,
            }
        ),
    )
    if dry_run:
        output.put(diff(session.shelf, [add(desk, wish).change]))
        return
    added, note = _written(session, desk, wish)
    output.say(f"{added.entry.id}  {added.entry.title}")
    output.note(note)


def _written(session: Session, desk: Desk, wish: Wish) -> tuple[Added, str]:
    """The entry as written; the next number where somebody who knows no lock of ours took this one."""
    with writing(session.shelf, session.repository):
        for _attempt in range(_TRIES):
            added = add(desk, wish)
            entry_id = added.entry.id
            language, commit = desk.setting.book.language, desk.setting.book.git.commit
            message = Message("add", (entry_id,), added.entry.kind, (entry_id,)).text(language)
            try:
                return added, save(session.shelf, session.repository, [added.change], message, commit=commit)
            except ChangedMeanwhile:
                if not added.change.path.exists():
                    raise
    raise EnvironmentFailure(_("no free number was found in {ledger}", ledger=wish.ledger))


def _asked_unit(setting: Setting, desk: Desk, ledger: str) -> str | None:
    cover = setting.covers.get(ledger)
    if desk.cover_kind(ledger) in ("directive", "record") or (cover and cover.defaults.lead_unit):
        return None
    return ask(_("The one unit that answers for it"), "--lead-unit")


def _asked_due(desk: Desk, ledger: str, changes: list[str]) -> date_type | None:
    """The deadline asked for, where the kind needs one and `--set` does not say when in another way."""
    told = {change.partition("=")[0] for change in changes}
    if desk.cover_kind(ledger) not in ("task", "rectification") or told & {"due", "standing", "due_text"}:
        return None
    return ask(_("The last day in time"), "--due", read_day)
