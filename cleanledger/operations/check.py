"""Checks a book: reads every file, runs every rule, hides no file behind another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cleanledger.checks.rule import EvidenceFile, Subject, Whole
from cleanledger.checks.run import judge_book, judge_entry, stamp
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, Problem
from cleanledger.store.library import (
    BOOK_FILES,
    Entries,
    Loaded,
    Shelf,
    evidence_file,
    evidence_paths,
    load_setting,
)
from cleanledger.store.strays import strays


@dataclass(frozen=True)
class Checked:
    """What was found, and the texts of the files for showing it."""

    findings: tuple[Finding, ...]
    sources: Mapping[str, str]
    paths: tuple[str, ...]
    """The files that were looked at, of those that were asked for."""
    entries: int

    @property
    def files(self) -> int:
        """How many files were looked at."""
        return len(self.paths)


def check(shelf: Shelf, *, today: date, now: date, paths: Sequence[Path] = ()) -> Checked:
    """Checks the whole book by the rules as of `today`; a date after `now` lies in the future.

    `paths`: only findings of these files and folders are given; all rules run all the same.
    """
    loaded = load_setting(shelf)
    entries = Entries(shelf)
    ids = [entry_id for ledger in shelf.ledgers() for entry_id in shelf.entry_ids(ledger)]
    findings = [*_unreadable(loaded, entries, ids), *_strays(shelf, loaded)]
    if loaded.setting is not None:
        whole = _whole(loaded, loaded.setting, entries, ids, today=today, now=now)
        findings += _judged(loaded.setting, entries, whole, today=today, now=now)
    documents = {path: read.document for path, read in loaded.files.items()}
    documents |= {read.read.document.path: read.read.document for read in entries.known.values()}
    chosen = _chosen(shelf, paths)
    return Checked(
        findings=tuple(sorted(each for each in findings if _is_under(each.path, chosen))),
        sources={path: document.text for path, document in documents.items()},
        paths=tuple(sorted(path for path in documents if _is_under(path, chosen))),
        entries=sum(
            1 for each in entries.known.values() if each.entry and _is_under(each.read.document.path, chosen)
        ),
    )


def _unreadable(loaded: Loaded, entries: Entries, ids: Sequence[str]) -> Iterator[Finding]:
    yield from (stamp(problem, document) for document, problem in loaded.problems)
    for entry_id in ids:
        read = entries.read(entry_id).read
        yield from (stamp(problem, read.document, entry_id) for problem in read.problems)


def _strays(shelf: Shelf, loaded: Loaded) -> Iterator[Finding]:
    setting = loaded.setting
    scoring = setting.book.scoring if setting else None
    for stray in strays(shelf, [scoring] if scoring else [], setting.notice_types if setting else None):
        yield stamp(Problem(stray.message, hint=stray.hint, code=stray.code), Document(stray.path))


def _whole(
    loaded: Loaded, setting: Setting, entries: Entries, ids: Sequence[str], *, today: date, now: date
) -> Whole:
    shelf = loaded.shelf
    paths = {name: shelf.shown(shelf.folder / name) for name in BOOK_FILES}
    paths |= {ledger: shelf.shown(shelf.cover_path(ledger)) for ledger in setting.covers}
    paths |= {entry_id: shelf.shown(shelf.entry_path(entry_id)) for entry_id in ids}
    evidence = {path: found for path in evidence_paths(shelf) if (found := evidence_file(shelf, path))}
    paths |= {path: shelf.shown(shelf.folder / path) for path in evidence}
    documents = {path: read.document for path, read in loaded.files.items()}
    documents |= {
        entries.read(entry_id).read.document.path: entries.read(entry_id).read.document for entry_id in ids
    }
    return Whole(
        setting=setting,
        today=today,
        now=now,
        entries={entry_id: entry for entry_id in ids if (entry := entries.read(entry_id).entry)},
        documents=documents,
        paths=paths,
        evidence_files={path: EvidenceFile(*found) for path, found in evidence.items()},
    )


def _judged(setting: Setting, entries: Entries, whole: Whole, *, today: date, now: date) -> Iterator[Finding]:
    for entry_id, entry in whole.entries.items():
        yield from judge_entry(
            Subject(
                entry=entry,
                document=entries.read(entry_id).read.document,
                setting=setting,
                today=today,
                now=now,
                lookup=entries.lookup,
                exists=entries.exists,
                evidence_file=whole.evidence_files.get,
            )
        )
    yield from judge_book(whole)


def _chosen(shelf: Shelf, paths: Sequence[Path]) -> tuple[str, ...]:
    for path in paths:
        if not path.exists():
            raise Refused(_("there is no {path}", path=path), _("name files or folders of the book"))
    return tuple(shelf.shown(path.resolve()) for path in paths)


def _is_under(path: str, chosen: Sequence[str]) -> bool:
    return not chosen or any(each in (".", path) or path.startswith(f"{each}/") for each in chosen)
