"""An export as a commit gives it: for the file that is written, and for the one that is held against it."""

from dataclasses import dataclass, replace
from datetime import date

from cleanledger.cli.globals import Globals
from cleanledger.cli.session import Session
from cleanledger.cli.tables import all_entries
from cleanledger.errors import Refused
from cleanledger.history.checkpoints import checkpoint_at
from cleanledger.i18n import _, speaking
from cleanledger.model.checkpoint import one_line
from cleanledger.model.exported import Stamp
from cleanledger.model.setting import is_solo, row_of
from cleanledger.operations.naming import find_ledger
from cleanledger.render.exported import exported
from cleanledger.reports.asked import query_on
from cleanledger.reports.full import full


@dataclass(frozen=True)
class Wish:
    """What is to be exported: of which commit, judged on which day (None: that of the commit)."""

    commit: str
    day: date | None = None
    ledger: str = ""
    since: date | None = None


@dataclass(frozen=True)
class Export:
    """What came of it: the bytes of the file, and what its last line says."""

    content: bytes
    stamp: Stamp


def export(given: Globals, wish: Wish, form: str) -> Export:
    """Makes the export; Refused where not every entry can be read, since it would not be whole."""
    session = Session(replace(given, at=wish.commit, today=None))
    repository, past = session.history(), session.past
    setting = session.setting()
    day = wish.day or session.now(setting)
    ledger = find_ledger(session.shelf, setting, wish.ledger) if wish.ledger else ""
    entries, unread = all_entries(session, (ledger,) if ledger else None)
    if unread:
        raise Refused(
            _("{n} files could not be read: the export would not be whole", n=unread),
            _("ledger check shows what is wrong with it"),
        )
    query = replace(query_on(setting, day, ledger=ledger), since=wish.since)
    table = full([(entry, row_of(entry, setting)) for entry in entries], query)
    commit = past.commit if past else wish.commit
    checkpoint = checkpoint_at(repository, repository.relative(session.folder), commit)
    stamp = Stamp(
        commit=commit,
        as_of=day,
        rows=len(table.rows),
        digits=checkpoint.digits if checkpoint else "",
        book=one_line(setting.book.name),
        ledger=ledger,
        since=wish.since,
    )
    with speaking(setting.book.language):
        notes = [_("one person keeps this book; nobody checks")] if is_solo(setting, day) else []
        content = exported(table, stamp, session.origin(setting, day, notes), form)
    return Export(content, stamp)
