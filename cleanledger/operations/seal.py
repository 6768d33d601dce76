"""`seal`: the cover of a ledger says that it is ended; from then on it is the statement of its year."""

from dataclasses import replace
from datetime import date

from cleanledger.checks.rule import Whole
from cleanledger.checks.run import judge_book, stamp
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.cover import Cover, Sealed
from cleanledger.model.finding import Finding
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document
from cleanledger.model.validate import validate
from cleanledger.operations.desk import Desk
from cleanledger.operations.refusal import RuledOut, new_errors
from cleanledger.operations.set_up import filled
from cleanledger.store.changeset import FileChange
from cleanledger.store.library import read_file
from cleanledger.store.splice import Put, splice


def seal(desk: Desk, ledger: str, day: date, doc: str) -> FileChange:
    """The cover of `ledger`, sealed on `day`; RuledOut where an entry lives, or was changed since."""
    desk.cover_kind(ledger)
    if sealed := desk.setting.covers[ledger].sealed:
        raise Refused(
            _(
                "{ledger} was sealed on {day} by {doc}",
                ledger=ledger,
                day=sealed.date.isoformat(),
                doc=sealed.doc,
            ),
            _("a seal stays; while nobody else has it: ledger undo"),
        )
    path = desk.shelf.cover_path(ledger)
    read = read_file(path, desk.shelf.shown(path))
    facts = filled({"date": day, "doc": doc, "by": desk.typist})
    changed = splice(read.document, [Put(("sealed",), facts)], tuple(Cover.model_fields))
    cover, problems = validate(Cover, changed)
    name = _("sealing {ledger} is refused", ledger=ledger)
    if cover is None or cover.sealed is None:
        raise RuledOut(name, [stamp(problem, changed) for problem in problems])
    found = _judged(desk, ledger, cover, cover.sealed, changed)
    if found:
        raise RuledOut(name, found)
    return FileChange(path, read.content, changed.text.encode())


def _judged(desk: Desk, ledger: str, cover: Cover, sealed: Sealed, document: Document) -> list[Finding]:
    """What stands against sealing: in the cover, or in an entry."""
    after = _with_cover(desk.setting, ledger, cover)
    whole = Whole(
        setting=after,
        today=desk.today,
        now=desk.today,
        entries={},
        documents={document.path: document},
        paths={ledger: document.path},
    )
    found = [each for each in judge_book(whole) if each.path == document.path and each.blocks]
    # What was reopened until now was so before this seal, and is living still, whatever day the seal gives.
    at_last = sealed.model_copy(update={"date": date.max})
    unanswered = _with_cover(desk.setting, ledger, cover.model_copy(update={"sealed": at_last}))
    for entry_id in desk.shelf.entry_ids(ledger):
        subject = desk.subject(*desk.open(entry_id))
        lives = subject.is_living and subject.entry.kind != "record"
        found += new_errors(subject, replace(subject, setting=unanswered if lives else after))
    return found


def _with_cover(setting: Setting, ledger: str, cover: Cover) -> Setting:
    return replace(setting, covers={**setting.covers, ledger: cover})
