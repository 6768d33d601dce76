"""A book that is read once, and entries that were never written, judged against it."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from cleanledger.checks.rule import Subject, Whole
from cleanledger.model.entry import Entry
from cleanledger.model.source import Document
from cleanledger.store.library import Entries, Shelf, load_setting
from tests.checks.samples import BASE, TODAY

SAMPLE_BOOK = Path(__file__).parents[2] / "ledgers"


class Shelved:
    """A book as read once: its setting, and its entries to refer to."""

    def __init__(self, folder: Path) -> None:
        shelf = Shelf(folder, folder.parent)
        loaded = load_setting(shelf)
        assert loaded.setting is not None
        self.setting = loaded.setting
        self.entries = Entries(shelf)
        self.ids = [each for ledger in shelf.ledgers() for each in shelf.entry_ids(ledger)]

    def subject(self, entry: Entry, document: Document) -> Subject:
        return Subject(
            entry=entry,
            document=document,
            setting=self.setting,
            today=TODAY,
            now=TODAY,
            lookup=self.entries.lookup,
            exists=self.entries.exists,
            evidence_file=lambda _path: None,
        )

    def whole(self, **changed: Any) -> Whole:
        entries = {id_: entry for id_ in self.ids if (entry := self.entries.lookup(id_))}
        documents = {id_: self.entries.read(id_).read.document for id_ in entries}
        paths = {id_: id_ for id_ in entries}
        return replace(Whole(self.setting, TODAY, entries, documents, paths, now=TODAY), **changed)


@cache
def base() -> Shelved:
    return Shelved(BASE)


@cache
def sample_book() -> Shelved:
    return Shelved(SAMPLE_BOOK)
