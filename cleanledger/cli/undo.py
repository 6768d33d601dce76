"""`ledger undo`: the own last write, taken back."""

from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.ask import confirm
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import ChangedMeanwhile, EnvironmentFailure, Refused
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.operations.save import diff, save, unasked, writing
from cleanledger.operations.undo import Withdrawal, withdrawal


def command(
    context: typer.Context,
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=_("Do not ask."))] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Show what would be written, and write nothing."))
    ] = False,
) -> None:
    """Take back your own last write, while nobody else has it.

    The files become what they were, by a commit of its own that stays to be seen; a number that was given
    is not given again. What others have is taken back by correct, in the open.
    """
    session = Session(context.ensure_object(Globals))
    setting = session.setting(())
    session.typing_day(setting)
    session.finish_what_broke_off()
    seen = None
    if dry_run or not yes:
        # Under the lock: what another command is writing is in no commit yet, and would be held against us.
        with writing(session.shelf, session.repository):
            seen = _withdrawal(session, setting)
        if dry_run:
            output.put(diff(session.shelf, unasked(seen.changes)))
            return
        _show(session, seen)
        confirm(_("Take this back?"), "--yes")
    with writing(session.shelf, session.repository):
        repository = _repository(session)
        taken = _withdrawal(session, setting)
        if seen and taken.commit.id != seen.commit.id:
            raise ChangedMeanwhile(
                _("something else was written meanwhile: {subject}", subject=taken.commit.subject),
                _("Look at it, then run the command again."),
            )
        message = taken.message(setting.book.language)
        save(session.shelf, repository, unasked(taken.changes), message, onto=taken.commit.id)
    output.say(message.partition("\n")[0])
    for entry in taken.gone:
        output.say(_("the number of {id} stays used: the next entry gets another", id=entry))
    if not git.has_remote(repository):
        output.note(
            _("note: git exchanges with no other place here; whether somebody has a copy, it cannot say")
        )


def _withdrawal(session: Session, setting: Setting) -> Withdrawal:
    """What is to be taken back, as git has it at this moment."""
    if setting.book.git.commit == "never":
        raise Refused(
            _("git.commit is never in book.yaml: there is no commit of the tool to take back"),
            _("ledger correct ID takes a log line back"),
        )
    identity = git.identity(session.folder)
    return withdrawal(session.shelf, _repository(session), identity.email if identity else None)


def _repository(session: Session) -> git.Repository:
    found = git.find_repository(session.folder)
    if found is None:
        raise EnvironmentFailure(
            _("the book lies in no git repository: there is no commit to take back"),
            _("ledger correct ID takes a log line back"),
        )
    return found


def _show(session: Session, seen: Withdrawal) -> None:
    commit = seen.commit
    output.note(commit.subject)
    output.note(f"  {commit.time:%Y-%m-%d %H:%M}  {commit.author} <{commit.email}>")
    for change in seen.changes:
        name = session.shelf.shown(change.path)
        if change.before is None:
            output.note("  " + _("comes back: {name}", name=name))
        elif change.after is None:
            output.note("  " + _("goes: {name}", name=name))
        else:
            output.note("  " + _("as before: {name}", name=name))
