"""Writing: the files of a change and its one commit, under the lock of the book."""

import difflib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from cleanledger import git
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.verb_names import in_language
from cleanledger.store.changeset import FileChange, recover, write_changes
from cleanledger.store.library import Shelf
from cleanledger.store.lock import book_lock


class Message(NamedTuple):
    """What a commit says: the verb and what it was done to; trailers are always English."""

    action: str
    subjects: tuple[str, ...]
    kind: str = ""
    entries: tuple[str, ...] = ()

    def text(self, language: str) -> str:
        """Subject line and trailers, in the book's language."""
        first, more = self.subjects[0] if self.subjects else "", len(self.subjects) - 1
        subject = f"{in_language(self.action, self.kind, language)} {first}".rstrip() + (
            f" +{more}" if more > 0 else ""
        )
        trailers = [f"Ledger-Entry: {entry}" for entry in self.entries]
        return "\n".join((subject, "", *trailers, f"Ledger-Action: {self.action}", ""))


def trailers(message: str) -> dict[str, tuple[str, ...]]:
    """What a commit says of itself for programs: `Ledger-Action` and `Ledger-Entry`, by those names."""
    found: dict[str, tuple[str, ...]] = {}
    for name, value in _TRAILER.findall(message):
        found[name] = (*found.get(name, ()), value)
    return found


_TRAILER = re.compile(r"^(Ledger-[A-Z][a-z]+): *(.*?)\s*$", re.MULTILINE)


class Approved(NamedTuple):
    """Files that may be written, and what the rules on changes remark on them without forbidding it.

    Made by `approving.approved` alone, which asks the rules, and by `unasked`.
    """

    changes: tuple[FileChange, ...]
    remarks: tuple[Finding, ...] = ()


def unasked(changes: Iterable[FileChange]) -> Approved:
    """What is no step of an entry's life: a new book, a write that is taken back."""
    return Approved(tuple(changes))


def by_hand(language: str) -> str:
    """What a commit that somebody makes by hand says, in the book's language."""
    return "存档" if language == "zh" else "save"


@contextmanager
def writing(shelf: Shelf, repository: git.Repository | None) -> Iterator[None]:
    """Holds the lock of the book; what a broken-off command left is finished or undone first."""
    with book_lock(shelf.folder, git.lock_path(repository) if repository else None):
        recover(shelf.folder)
        yield


def save(
    shelf: Shelf,
    repository: git.Repository | None,
    approved: Approved,
    message: str,
    *,
    commit: str = "auto",
    onto: str | None = None,
) -> str:
    """Writes what is `approved` and commits exactly those paths, under `writing`. Returns a note, or "".

    SavedNotCommitted where the files are written and git did not take them. `commit`: the book's setting;
    `onto`: the only commit that this one may follow.
    """
    changes = approved.changes
    write_changes(shelf.folder, changes)
    if commit == "never":
        return ""
    if repository is None:
        raise git.not_committed(shelf.root)
    files = {
        Path(change.path).resolve().relative_to(repository.root.resolve()).as_posix(): change.after
        for change in changes
    }
    if repository.busy:
        git.stage(repository, files)
        return _("a {operation} is going on: staged, not committed", operation=repository.busy)
    git.commit(repository, files, message, onto=onto)
    return ""


def diff(shelf: Shelf, approved: Approved) -> str:
    """What would be written, as a unified diff; a file that is no text is only named."""
    return "".join(_diff(shelf, change) for change in approved.changes)


def _diff(shelf: Shelf, change: FileChange) -> str:
    name = shelf.shown(change.path)
    if change.after is None and not name.endswith(".yaml"):
        return _("{name} goes, {size} bytes", name=name, size=len(change.before or b"")) + "\n"
    if not name.endswith(".yaml"):
        return _("new file {name}, {size} bytes", name=name, size=len(change.after or b"")) + "\n"
    old, new = (
        (content or b"").decode("utf-8", "replace").splitlines() for content in (change.before, change.after)
    )
    return "".join(
        f"{line}\n" for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
    )
