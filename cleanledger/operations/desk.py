"""What a command works with: the book, who types, and which day it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cleanledger import git
from cleanledger.checks.rule import EvidenceFile, Subject
from cleanledger.checks.run import stamp
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document
from cleanledger.operations.refusal import RuledOut
from cleanledger.store.library import Entries, Shelf, evidence_file


@dataclass(frozen=True)
class Surroundings:
    """What a command brings beside an entry, not on disk yet: evidence by path, other entries by id."""

    evidence: Mapping[str, EvidenceFile] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True)
class Desk:
    """The book as a verb sees it. `today` is the day of typing; `typist` a post."""

    shelf: Shelf
    setting: Setting
    repository: git.Repository | None
    typist: str
    today: date
    email: str | None = None
    """The address that git has of who types; None: it was not asked."""
    entries: Entries = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "entries", Entries(self.shelf))

    def open(self, entry_id: str) -> tuple[Entry, Document]:
        """The entry that is to be changed; refused where its file cannot be read as it should."""
        return opened(self.entries, entry_id)

    def subject(
        self,
        entry: Entry,
        document: Document,
        around: Surroundings | None = None,
        *,
        typed_from: int | None = None,
    ) -> Subject:
        """`entry` as the rules judge it; `around`: what is not on disk yet.

        `typed_from`: the first log line that is not on disk yet.
        """
        files, others = (around.evidence, around.entries) if around else ({}, {})

        def found(path: str) -> EvidenceFile | None:
            if path in files:
                return files[path]
            on_disk = evidence_file(self.shelf, path)
            return EvidenceFile(*on_disk) if on_disk else None

        def lookup(entry_id: str) -> Entry | None:
            return others.get(entry_id) or self.entries.lookup(entry_id)

        def exists(entry_id: str) -> bool:
            return entry_id in others or self.entries.exists(entry_id)

        return Subject(
            entry=entry,
            document=document,
            setting=self.setting,
            today=self.today,
            now=self.today,
            lookup=lookup,
            exists=exists,
            evidence_file=found,
            typed_from=typed_from,
        )

    def cover_kind(self, ledger: str) -> str:
        """The kind of a ledger; refused where its cover cannot be read."""
        cover = self.setting.covers.get(ledger)
        if cover is None:
            raise Refused(
                _("the cover of {ledger} cannot be read", ledger=ledger),
                _("ledger check shows what is wrong with it"),
            )
        return cover.kind


def opened(entries: Entries, entry_id: str) -> tuple[Entry, Document]:
    """An entry and its file; RuledOut where it cannot be read as it should."""
    found = entries.read(entry_id)
    if found.entry is None:
        findings = [stamp(problem, found.read.document, entry_id) for problem in found.read.problems]
        raise RuledOut(_("the file of {id} must be put right first", id=entry_id), findings, on_disk=True)
    return found.entry, found.read.document
