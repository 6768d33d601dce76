"""What a path of a commit is in the book: an entry, a cover, a file of the book, a piece of evidence."""

from collections.abc import Iterable
from typing import NamedTuple

from cleanledger.store.library import BOOK_FILES, COVER, EVIDENCE, entry_named, is_ledger_id


class Place(NamedTuple):
    """`folder`: the book's, from the root of the repository, "." where that is the root itself.

    `kind`: entry, cover, book or evidence; `name`: the entry's id, the ledger's, the file's, or the path of
    the evidence from the folder.
    """

    folder: str
    kind: str
    name: str


def place_of(path: str) -> Place | None:
    """What `path` is by its name; None where it is nothing of a book."""
    *folders, name = path.split("/")
    if EVIDENCE in folders[:-1]:
        at = folders.index(EVIDENCE)
        return Place(_joined(folders[:at]), "evidence", "/".join((*folders[at:], name)))
    if folders and is_ledger_id(folders[-1]):
        entry_id = entry_named(name)
        if entry_id and entry_id.rpartition("-")[0] == folders[-1]:
            return Place(_joined(folders[:-1]), "entry", entry_id)
        if name == COVER:
            return Place(_joined(folders[:-1]), "cover", folders[-1])
    return Place(_joined(folders), "book", name) if name in BOOK_FILES else None


def entry_of(evidence: str) -> str:
    """The entry whose evidence lies at this path."""
    return evidence.split("/")[1]


def below(folder: str, *names: str) -> str:
    """The path of something in the folder of the book."""
    return "/".join((*(() if folder == "." else (folder,)), *names))


def entry_path(folder: str, entry_id: str) -> str:
    """The path of an entry's file."""
    return below(folder, entry_id.rpartition("-")[0], f"{entry_id}.yaml")


def _joined(folders: Iterable[str]) -> str:
    return "/".join(folders) or "."
