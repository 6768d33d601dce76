"""The files of a book as documents and models; where they lie is `shelf`'s. Reads; writes nothing."""

import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from cleanledger.errors import EnvironmentFailure, LedgerError
from cleanledger.i18n import _
from cleanledger.model.book import FORMAT, Book
from cleanledger.model.cover import Cover
from cleanledger.model.entry import Entry
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.record import Model
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document, Problem
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.model.validate import validate, validate_entry
from cleanledger.store.files import NotARegularFile, TooLarge, link_above, read_bytes
from cleanledger.store.reader import read_document
from cleanledger.store.shelf import (
    COVER,
    EVIDENCE,
    FOLDER,
    Shelf,
    by_number,
    entry_named,
    find_book,
    is_ledger_id,
    names_in,
)

BOOK_FILES = ("book.yaml", "units.yaml", "plans.yaml", "calendar.yaml")
# One byte more than the reader takes, so that the reader can say that it is too much.
_LIMIT = (1 << 20) + 1
_EVIDENCE_LIMIT = 1 << 30

M = TypeVar("M", bound=Model)

# Where files lie is asked for here too.
__all__ = (
    "COVER",
    "EVIDENCE",
    "FOLDER",
    "Shelf",
    "by_number",
    "entry_named",
    "find_book",
    "is_ledger_id",
    "names_in",
)


class Read(NamedTuple):
    """A file as read: its bytes, what they say, and what is wrong with them."""

    content: bytes
    document: Document
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Loaded:
    """The setting of a book and the files it came from. `setting` is None where it cannot be trusted."""

    shelf: Shelf
    setting: Setting | None
    files: Mapping[str, Read]
    """By path as findings name it."""

    @property
    def problems(self) -> Iterator[tuple[Document, Problem]]:
        """Everything wrong with these files."""
        return ((read.document, problem) for read in self.files.values() for problem in read.problems)


def load_setting(shelf: Shelf, ledgers: Sequence[str] | None = None) -> Loaded:
    """Reads book.yaml and the files beside it, and the covers of `ledgers` (None: of all)."""
    files: dict[str, Read] = {}

    def load(path: Path, model: type[M]) -> M | None:
        read, value = _load(shelf, path, model)
        if read:
            files[shelf.shown(path)] = read
        return value

    book = load(shelf.folder / "book.yaml", Book)
    _refuse_newer(files[shelf.shown(shelf.folder / "book.yaml")].document)
    units = _optional(shelf.folder / "units.yaml", UnitsFile, load)
    plans = _optional(shelf.folder / "plans.yaml", PlansFile, load)
    calendar = _optional(shelf.folder / "calendar.yaml", CalendarFile, load)
    covers = {}
    for ledger in shelf.ledgers() if ledgers is None else ledgers:
        path = shelf.cover_path(ledger)
        if os.path.lexists(path) and (cover := load(path, Cover)):
            covers[ledger] = cover
    if book is None or units is None or plans is None or calendar is None:
        return Loaded(shelf, None, files)
    return Loaded(shelf, Setting(book, Directory(units), plans, calendar, covers), files)


def _optional(path: Path, model: type[M], load: "Callable[[Path, type[M]], M | None]") -> M | None:
    return load(path, model) if os.path.lexists(path) else model()


def _load(shelf: Shelf, path: Path, model: type[M]) -> tuple[Read, M | None]:
    read = read_file(path, shelf.shown(path))
    value, problems = validate(model, read.document)
    problems = [*read.problems, *problems]
    return read._replace(problems=tuple(problems)), None if problems else value


def _refuse_newer(document: Document) -> None:
    stated = (document.data or {}).get("format")
    if isinstance(stated, str) and re.fullmatch(r"[1-9][0-9]{0,17}", stated) and int(stated) > FORMAT:
        raise EnvironmentFailure(
            _(
                "this book is of format {format}; this program reads formats up to {known}",
                format=stated,
                known=FORMAT,
            ),
            _("a newer version of the program reads it"),
        )


def read_file(path: Path, shown: str) -> Read:
    """A YAML file as read; what cannot be opened is a problem like any other."""
    try:
        content = read_bytes(path, limit=_LIMIT)
    except FileNotFoundError:
        return _unreadable(shown, _("there is no such file"))
    except TooLarge:
        return _unreadable(shown, _("the file is larger than 1 MiB"), "LG002")
    except NotARegularFile:
        return _unreadable(shown, _("this is a link, a folder or a device, not a file"))
    except EnvironmentFailure as failure:
        return _unreadable(shown, failure.message)
    document = read_document(content, shown)
    return Read(content, document, tuple(document.problems))


def _unreadable(shown: str, message: str, code: str = "LG001") -> Read:
    problem = Problem(message, code=code)
    return Read(b"", Document(shown, problems=(problem,)), (problem,))


class ReadEntry(NamedTuple):
    """An entry's file as read, and the entry where nothing was wrong with it."""

    read: Read
    entry: Entry | None


def read_entry(shelf: Shelf, path: Path) -> ReadEntry:
    """Reads the file of one entry."""
    read = read_file(path, shelf.shown(path))
    if read.document.data is None:
        return ReadEntry(read, None)
    entry, problems = validate_entry(read.document)
    problems = [*read.problems, *problems]
    return ReadEntry(read._replace(problems=tuple(problems)), None if problems else entry)


@dataclass(frozen=True)
class Entries:
    """Entries read one by one, when they are asked for. `gone`: ids whose files are about to go."""

    shelf: Shelf
    known: dict[str, ReadEntry] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def read(self, entry_id: str) -> ReadEntry:
        """The file of this id as read, each file once."""
        if entry_id not in self.known:
            self.known[entry_id] = read_entry(self.shelf, self.shelf.entry_path(entry_id))
        return self.known[entry_id]

    def lookup(self, entry_id: str) -> Entry | None:
        """The entry of this id; None where there is none that can be read."""
        return self.read(entry_id).entry if self.exists(entry_id) else None

    def exists(self, entry_id: str) -> bool:
        """Whether there is a file for this id."""
        return entry_id not in self.gone and (entry_id in self.known or self.shelf.has_entry(entry_id))


class FoundFile(NamedTuple):
    """A file under `evidence/`: its size in bytes, and its sha256 where it could be read."""

    size: int
    sha256: str | None


def evidence_file(shelf: Shelf, path: str) -> FoundFile | None:
    """What lies at `path` (relative to the folder of book.yaml); None where no regular file does."""
    if link_above(shelf.folder, shelf.folder / path):
        return None
    try:
        content = read_bytes(shelf.folder / path, limit=_EVIDENCE_LIMIT)
    except (FileNotFoundError, NotARegularFile):
        return None
    except TooLarge:
        return FoundFile((shelf.folder / path).stat().st_size, None)
    except LedgerError:
        return FoundFile(-1, None)
    return FoundFile(len(content), hashlib.sha256(content).hexdigest())


def evidence_paths(shelf: Shelf) -> Iterator[str]:
    """Every file under `evidence/`, relative to the folder of book.yaml; left-overs of ours aside."""
    for path in below_evidence(shelf):
        if stat.S_ISREG(os.lstat(path).st_mode):
            yield path.relative_to(shelf.folder).as_posix()


def below_evidence(shelf: Shelf) -> Iterator[Path]:
    """Whatever lies under `evidence/` but for folders and left-overs of ours; a link is followed nowhere."""
    if (shelf.folder / EVIDENCE).is_symlink():
        return
    for folder, below, names in os.walk(shelf.folder / EVIDENCE):
        below.sort()
        links = (name for name in below if Path(folder, name).is_symlink())
        for name in sorted((*names, *links)):
            if not name.startswith(".~"):
                yield Path(folder, name)
