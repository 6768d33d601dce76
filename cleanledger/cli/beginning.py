"""Writes entries that begin, under numbers that nobody else has taken."""

from collections.abc import Callable, Sequence

from cleanledger.cli.approve import approve
from cleanledger.cli.session import Session
from cleanledger.errors import ChangedMeanwhile, EnvironmentFailure
from cleanledger.i18n import _
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import New
from cleanledger.operations.save import Message, save

_TRIES = 100


def written(
    session: Session, desk: Desk, action: str, begin: Callable[[], Sequence[New]]
) -> tuple[Sequence[New], str]:
    """What `begin` makes, as written in one commit, and a note; the caller holds `writing`.

    It is asked again, for the next numbers, where somebody who knows no lock of ours took these.
    """
    book = desk.setting.book
    for _attempt in range(_TRIES):
        news = begin()
        ids = tuple(new.entry.id for new in news)
        message = Message(action, ids, news[0].entry.kind, ids)
        changes = [change for new in news for change in new.changes]
        allowed, text = approve(desk, changes, message), message.text(book.language)
        try:
            return news, save(session.shelf, session.repository, allowed, text, commit=book.git.commit)
        except ChangedMeanwhile:
            if not any(change.before is None and change.path.exists() for change in changes):
                raise
    raise EnvironmentFailure(_("no free number was found in {ledger}", ledger=news[0].entry.ledger))
