"""What stood in the files of a book at a commit: entries and settings, each version read once."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from cleanledger import git
from cleanledger.history.places import below, place_of
from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.entry import Entry
from cleanledger.model.plans import CalendarFile, PlansFile
from cleanledger.model.policy import Version as PolicyVersion
from cleanledger.model.record import Model
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document
from cleanledger.model.units import Directory, UnitsFile
from cleanledger.model.validate import validate, validate_entry
from cleanledger.store.former_ids import with_renames
from cleanledger.store.reader import read_document

_KEPT = 12_000
_LIMIT = 1 << 20

M = TypeVar("M", bound=Model)


class Version(NamedTuple):
    """An entry's file at a commit. `entry` is None where it could not be read; `why` says why not."""

    blob: str
    entry: Entry | None
    why: str = ""


class Versions:
    """Reads versions of entries; the last ones are kept."""

    def __init__(self, repository: git.Repository) -> None:
        self._repository = repository
        self._known: OrderedDict[tuple[str, str], Version] = OrderedDict()

    def prepare(self, blobs: Iterable[tuple[str, str]]) -> None:
        """Reads those of `blobs` (id of the entry, of the blob) that are not known yet, in one go."""
        wanted = [each for each in dict.fromkeys(blobs) if each not in self._known]
        contents = git.blobs_of(self._repository, {blob for _id, blob in wanted})
        for entry_id, blob in wanted:
            self._keep((entry_id, blob), version_in(contents[blob], entry_id, blob))

    def of(self, entry_id: str, blob: str) -> Version:
        """The version of an entry that a blob is."""
        key = (entry_id, blob)
        if key not in self._known:
            self.prepare([key])
        self._known.move_to_end(key)
        return self._known[key]

    def renamed(self, entry_id: str, blob: str, renames: Mapping[str, str]) -> Version:
        """The version as it reads when ids have become others."""
        content = git.blobs_of(self._repository, {blob})[blob]
        return version_in(with_renames(content, renames), entry_id, blob)

    def document(self, blob: str, path: str) -> Document:
        """The text of a version with the places of its values."""
        return read_document(git.blobs_of(self._repository, {blob})[blob], path)

    def _keep(self, key: tuple[str, str], version: Version) -> None:
        self._known[key] = version
        if len(self._known) > _KEPT:
            self._known.popitem(last=False)


def version_in(content: bytes, entry_id: str, blob: str = "") -> Version:
    """The entry that a file holds."""
    if len(content) > _LIMIT:
        return Version(blob, None, "LG002")
    document = read_document(content, f"{entry_id}.yaml")
    if document.data is None:
        return Version(blob, None, _first(document))
    entry, problems = validate_entry(document)
    # What a file of today may not hold (an unquoted number, say) is no reason not to know what it says.
    why = problems[0].message if problems else ""
    return Version(blob, entry if not problems else None, why)


def _first(document: Document) -> str:
    return next((problem.message for problem in document.problems), "")


def setting_at(repository: git.Repository, commit: str, folder: str) -> Setting | None:
    """The setting of the book as a commit has it; None where its files cannot be read, or there is none."""
    entries = git.tree_below(repository, commit, folder)
    wanted = {}
    for path, entry in entries.items():
        place = place_of(path)
        if place and place.folder == folder and place.kind in ("book", "cover") and entry.mode[:3] == "100":
            wanted[path] = entry.id
    contents = git.blobs_of(repository, set(wanted.values()))
    return setting_in({path: contents[blob] for path, blob in wanted.items()}, folder)


def setting_in(files: Mapping[str, bytes], folder: str) -> Setting | None:
    """The setting that files, by their paths in the repository, make up."""

    def load(path: str, model: type[M]) -> M | None:
        return _model(model, files[path], path)

    def beside(name: str, model: type[M]) -> M | None:
        path = below(folder, name)
        return load(path, model) if path in files else model()

    book_path = below(folder, "book.yaml")
    book = load(book_path, Book) if book_path in files else None
    units, plans = beside("units.yaml", UnitsFile), beside("plans.yaml", PlansFile)
    calendar = beside("calendar.yaml", CalendarFile)
    if book is None or units is None or plans is None or calendar is None:
        return None
    covers = {}
    for path in files:
        place = place_of(path)
        if place and place.kind == "cover" and (cover := load(path, Cover)):
            covers[place.name] = cover
    return Setting(book, Directory(units), plans, calendar, covers)


def _model(model: type[M], content: bytes, path: str) -> M | None:
    document = read_document(content, path)
    value, problems = validate(model, document) if document.data is not None else (None, [])
    return None if problems else value


def policy_in(content: bytes, path: str) -> tuple[PolicyVersion, ...] | None:
    """The policy of a book.yaml; None where it cannot be read, or says nothing."""
    book = _model(Book, content, path)
    return book.policy or None if book else None
