"""The files around the entries with edits made in them: what they become, judged; nothing is written here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from cleanledger.checks.rule import Whole
from cleanledger.checks.run import judge_book, stamp
from cleanledger.i18n import _
from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.finding import Finding
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.record import Model
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.model.validate import validate
from cleanledger.operations.desk import Desk
from cleanledger.operations.refusal import RuledOut, new_errors, only_new
from cleanledger.store.changeset import FileChange
from cleanledger.store.emitter import emit
from cleanledger.store.files import contents
from cleanledger.store.library import BOOK_FILES, Shelf, entry_named, read_file
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Edit, apply, splice

BOOK, UNITS, PLANS, CALENDAR = BOOK_FILES
_LIMIT = 1 << 20

Edits = Mapping[str, Sequence[Edit]]
"""Edits by the file they are made in: one of BOOK_FILES, or a ledger for its cover."""


@dataclass(frozen=True)
class Revision:
    """The setting as it becomes, and the files that change by it."""

    setting: Setting
    changes: tuple[FileChange, ...]


def revised(shelf: Shelf, setting: Setting, edits: Edits, today: date) -> Revision:
    """What `edits` make of the setting; RuledOut where a rule on the book finds an error that is new."""
    before: dict[str, Document] = {}
    after: dict[str, Document] = {}
    changes = []
    revision = setting
    for key, wanted in edits.items():
        if not wanted:
            continue
        path = shelf.folder / key if key in BOOK_FILES else shelf.cover_path(key)
        content: bytes | None = None
        if path.exists():
            read = read_file(path, shelf.shown(path))
            before[key], content = read.document, read.content
            after[key] = splice(read.document, wanted, _key_order(_model_of(key)))
            changed = after[key].text.encode()
        else:
            changed = emit(apply({}, wanted)).encode()
            after[key] = read_document(changed, shelf.shown(path))
        revision = with_file(revision, key, after[key])
        changes.append(FileChange(path, content, changed))
    _refuse_new(shelf, (setting, before), (revision, after), today)
    return Revision(revision, tuple(changes))


def _model_of(key: str) -> type[Model]:
    models: dict[str, type[Model]] = {BOOK: Book, UNITS: UnitsFile, PLANS: PlansFile, CALENDAR: CalendarFile}
    return models.get(key, Cover)


def _key_order(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in model.model_fields.items())


def with_file(setting: Setting, key: str, document: Document) -> Setting:
    """`setting` with what `document` holds: one of BOOK_FILES, or the cover of the ledger `key`."""
    book, directory, covers = setting.book, setting.directory, dict(setting.covers)
    plans, calendar = setting.plans, setting.calendar
    match key:
        case "book.yaml":
            book = valid(document, Book)
        case "units.yaml":
            directory = Directory(valid(document, UnitsFile))
        case "plans.yaml":
            plans = valid(document, PlansFile)
        case "calendar.yaml":
            calendar = valid(document, CalendarFile)
        case _:
            covers[key] = valid(document, Cover)
    return Setting(book, directory, plans, calendar, covers)


M = TypeVar("M", bound=Model)


def valid(document: Document, model: type[M]) -> M:
    """The model that `document` holds; RuledOut where it is none."""
    value, problems = validate(model, document)
    if value is None or problems or document.problems:
        findings = [stamp(problem, document) for problem in (*document.problems, *problems)]
        raise RuledOut(_("{path} would not be right", path=document.path), findings)
    return value


def _refuse_new(
    shelf: Shelf,
    before: tuple[Setting, Mapping[str, Document]],
    after: tuple[Setting, Mapping[str, Document]],
    today: date,
) -> None:
    found = only_new(_judged(shelf, *before, today), _judged(shelf, *after, today))
    if found:
        raise RuledOut(_("{path} would not be right", path=found[0].path), found)


def _judged(
    shelf: Shelf, setting: Setting, documents: Mapping[str, Document], today: date
) -> tuple[Finding, ...]:
    paths = {name: shelf.shown(shelf.folder / name) for name in BOOK_FILES}
    paths |= {ledger: shelf.shown(shelf.cover_path(ledger)) for ledger in setting.covers}
    by_path = {document.path: document for document in documents.values()}
    return judge_book(Whole(setting=setting, today=today, entries={}, documents=by_path, paths=paths))


def mentioning(shelf: Shelf, codes: Iterable[str], ledgers: Sequence[str] = ()) -> tuple[str, ...]:
    """The entries (of `ledgers`, where any are named) whose files name one of these units or posts."""
    named = "|".join(re.escape(code) for code in sorted(codes))
    # Text with escapes may spell a code in another way.
    wanted = re.compile(rf"(?<![A-Za-z0-9-])(?:{named})(?![A-Za-z0-9-])|\\[xuU]".encode())
    return tuple(_mentioning(shelf, wanted, ledgers or shelf.ledgers())) if named else ()


def _mentioning(shelf: Shelf, wanted: re.Pattern[bytes], ledgers: Sequence[str]) -> Iterator[str]:
    for ledger in ledgers:
        ids = frozenset(shelf.entry_ids(ledger))
        naming = {
            entry_named(name)
            for name, content in (contents(shelf.folder / ledger, limit=_LIMIT) if ids else ())
            if wanted.search(content)
        }
        yield from (entry_id for entry_id in shelf.entry_ids(ledger) if entry_id in naming)


def refuse_new_in_entries(
    before: Desk, after: Desk, entry_ids: Iterable[str], message: str, hint: str = ""
) -> None:
    """RuledOut with `message` where entries as they are break a rule by what their setting becomes."""
    found = [
        told_of(finding)
        for entry_id in entry_ids
        if (opened := before.entries.read(entry_id)).entry
        for finding in new_errors(
            before.subject(opened.entry, opened.read.document),
            after.subject(opened.entry, opened.read.document),
        )
    ]
    if found:
        refused = RuledOut(message, found)
        refused.hint = hint
        raise refused


def told_of(finding: Finding) -> Finding:
    """`finding` with its entry in front: one of several that are refused together."""
    return replace(finding, message=_("{id}: {message}", id=finding.entry, message=finding.message))
