"""What goes out with `ledger notices`: letters into a folder, and the records that they were sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from cleanledger.cli import output
from cleanledger.cli.approve import approve
from cleanledger.cli.beginning import written
from cleanledger.cli.session import Session
from cleanledger.cli.tables import all_entries
from cleanledger.errors import ChangedMeanwhile, Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.setting import Setting, is_solo, row_of
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import New
from cleanledger.operations.folder import text_changes, write_into
from cleanledger.operations.record import records
from cleanledger.operations.save import Message, diff, writing
from cleanledger.operations.serial import counted_on, refuse_given
from cleanledger.render.letter import Paper, markdown
from cleanledger.render.template import Template, built_in
from cleanledger.reports.catalog import selected
from cleanledger.reports.letters import Letter, letters
from cleanledger.reports.notices import notices, notices_by_entry
from cleanledger.reports.query import Query
from cleanledger.store.files import safe_name
from cleanledger.store.templates import TEMPLATES, read_template, template_name


@dataclass(frozen=True)
class Order:
    """What is asked: which letters (`query`, whose day they bear), and what becomes of them."""

    query: Query
    today: date
    held_by: str
    """The unit that sends them."""
    reply_by: date | None = None
    to: Path | None = None
    issue: str | None = None
    """The number of the first letter; None where they are not recorded."""

    @property
    def day(self) -> date:
        """The day of the letters."""
        return self.query.day


@dataclass(frozen=True)
class Batch:
    """The letters of an order, each with its number, and everything that is written of them."""

    session: Session
    setting: Setting
    order: Order
    letters: tuple[Letter, ...]
    docs: tuple[str, ...] = ()
    """Their numbers; none where they are only drafted."""

    @cached_property
    def reply_by(self) -> date | None:
        """The last day for an answer: asked for, or by the book; YearUnknown past its calendar."""
        days = self.setting.book.notice.reply_days
        if self.order.reply_by or not days:
            return self.order.reply_by
        return self.setting.workdays.after(self.order.day, days).last

    def givens(self) -> Iterator[Mapping[str, Any]]:
        """Each letter as `record` is told of it."""
        for letter, doc in zip(self.letters, self.docs, strict=True):
            yield {
                "type": letter.type,
                "date": self.order.day,
                "title": f"{letter.type} {self._name(letter.unit)} {self.order.day.isoformat()}",
                "held_by": self.order.held_by,
                "entries": [about.id for about in letter.about],
                "to": [letter.unit],
                "doc": doc,
                "reply_by": self.reply_by,
            }

    def texts(self) -> Mapping[str, tuple[str, ...]]:
        """Each letter by the name of its file; of one that has a number the draft without it, too."""
        found = {}
        for place, letter in enumerate(self.letters):
            draft = Paper(
                letter,
                self._name(self.order.held_by),
                self._name(letter.unit),
                self.setting.book.name,
                self.order.day,
                reply_by=self.reply_by,
                is_solo=is_solo(self.setting, self.order.day),
            )
            papers = [draft._replace(doc=self.docs[place]), draft] if self.docs else [draft]
            template = self._template(letter.type)
            name = f"{self.order.day.isoformat()}-{letter.unit}-{safe_name(letter.type)}.md"
            found[name] = tuple(markdown(each, template, self.setting.book.language) for each in papers)
        return found

    def _name(self, code: str) -> str:
        unit = self.setting.directory.units.get(code)
        return unit.name if unit else code

    def _template(self, type_: str) -> Template:
        own = read_template(self.session.shelf, type_)
        return Template(*own) if own else built_in(type_, self.setting.book.language)


def batch(session: Session, setting: Setting, order: Order) -> Batch:
    """The letters that `order` asks for, from the files as they are; Refused where some cannot be read."""
    entries, unread = all_entries(session)
    if unread:
        raise Refused(
            _("{n} files could not be read: what was sent before is not known for sure", n=unread),
            _("ledger check names them"),
        )
    rows = tuple(row_of(entry, setting) for entry in entries)
    query = replace(order.query, everything=rows)
    # Of letters that are entered late, those of later days were sent, too.
    sent = notices_by_entry(notices(replace(query, day=order.today)))
    found = letters(selected(rows, query), query, sent)
    docs = counted_on(order.issue, len(found)) if order.issue is not None else ()
    refuse_given(docs, {row.held.doc: row.id for row in rows if row.held and row.held.doc})
    return Batch(session, setting, order, found, docs)


def write_letters(made: Batch, *, dry_run: bool = False) -> None:
    """Writes the letters into their folder, and says where."""
    folder = made.order.to
    if folder is None:
        return
    _refuse_book(made.session, folder)
    texts = made.texts()
    if dry_run:
        for change in text_changes(folder, texts):
            output.say(_("new file {name}, {size} bytes", name=change.path, size=len(change.after or b"")))
        return
    paths = write_into(folder, lambda: text_changes(folder, texts))
    for path in paths:
        output.say(str(path))
    if not paths:
        output.note(_("nothing to write: the letters in {folder} are these already", folder=folder))


def write_template(session: Session, setting: Setting, type_: str, folder: Path) -> None:
    """Writes the program's template for letters of a type into `folder`, for somebody to change."""
    if folder.resolve() != (session.shelf.folder / TEMPLATES).resolve():
        _refuse_book(session, folder)
    texts = {template_name(type_): (built_in(type_, setting.book.language).text,)}
    for path in write_into(folder, lambda: text_changes(folder, texts)):
        output.say(str(path))


def show_records(made: Batch, desk: Desk) -> None:
    """What would be recorded, as a change of files."""
    news = records(desk, [*made.givens()])
    message = Message("record", tuple(new.entry.id for new in news), "record")
    changes = (change for new in news for change in new.changes)
    output.put(diff(made.session.shelf, approve(desk, changes, message)))


def record_letters(made: Batch, desk: Desk) -> None:
    """Writes the letters, where a folder is named, and records them all in one commit."""
    session = made.session
    with writing(session.shelf, session.repository):
        again = batch(session, made.setting, made.order)
        if again.letters != made.letters:
            raise ChangedMeanwhile(
                _("something else was written meanwhile: other letters are to be sent"),
                _("Look at it, then run the command again."),
            )
        # What the rules refuse shall leave no letter behind.
        _judged(made, desk)
        write_letters(made)
        news, note = written(session, desk, "record", lambda: _judged(made, desk))
    for new in news:
        output.say(f"{new.entry.id}  {new.entry.doc}  {new.entry.title}")
    output.note(note)


def _judged(made: Batch, desk: Desk) -> Sequence[New]:
    return records(desk, [*made.givens()])


def _refuse_book(session: Session, folder: Path) -> None:
    if folder.resolve().is_relative_to(session.shelf.folder.resolve()):
        raise UsageError(
            _("{path} lies in the book, where letters are nobody's", path=folder),
            _("name a folder outside {book}", book=session.shelf.folder),
        )
