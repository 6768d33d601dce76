"""`ledger sync`: what others sent comes, what is one's own goes."""

from typing import Annotated

import typer

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.errors import LedgerError
from cleanledger.i18n import _
from cleanledger.model.vocabulary import listed
from cleanledger.operations.checkpoints import exchange_checkpoints
from cleanledger.operations.exchange import Exchange, Synced, exchange_of
from cleanledger.operations.save import writing
from cleanledger.operations.sync import sync


def command(
    context: typer.Context,
    *,
    rebase: Annotated[
        bool, typer.Option("--rebase", help=_("Put your own commits behind those of others."))
    ] = False,
) -> None:
    """Exchange with the others: what they sent is joined and checked, what is yours is sent.

    Where two gave the same number, your entry that nobody has yet gets the next one. An entry that both
    changed is joined by what it means; where somebody must choose, the command that does so is named, and
    the next sync goes on. Nothing is forced.
    """
    session = Session(context.ensure_object(Globals))
    if session.repository is None:
        raise git.not_committed(session.shelf.root)
    setting = session.setting(())
    today = session.typing_day(setting)
    done = Synced()
    with writing(session.shelf, session.repository):
        repository = git.find_repository(session.folder) or session.repository
        language = setting.book.language
        there = exchange_of(session.shelf, repository, language)
        work = Exchange(session.shelf, repository, there, today, language, replay=rebase)
        try:
            sync(work, done)
            exchange_checkpoints(repository, there, done)
        except LedgerError:
            _tell(done)
            raise
    _tell(done)
    if not any((done.received, done.sent, done.checkpoints_received, done.checkpoints_sent)):
        output.say(_("nothing is new, here or there"))


def _tell(done: Synced) -> None:
    for entry in done.joined:
        output.say(_("{id} was changed on both sides: the two versions are joined", id=entry))
    for old, new in done.renumbered:
        output.say(_("{old} is now {new}: the number was taken by others first", old=old, new=new))
    if done.merged_instead:
        output.note(
            _("note: joined, not replayed: both gave one number, changed one entry, or you have a checkpoint")
        )
    if done.received:
        output.say(_("came from others: {commits}", commits=_commits(done.received)))
    if done.sent:
        output.say(_("sent to others: {commits}", commits=_commits(done.sent)))
    if done.checkpoints_received:
        output.say(_("checkpoints from others: {names}", names=listed(done.checkpoints_received)))
    if done.checkpoints_sent:
        output.say(_("checkpoints sent to others: {names}", names=listed(done.checkpoints_sent)))


def _commits(n: int) -> str:
    return _("1 commit") if n == 1 else _("{n} commits", n=n)
