"""`undo`: the own last write, taken back while nobody else has it."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cleanledger import git
from cleanledger.errors import ChangedMeanwhile, EnvironmentFailure, Refused
from cleanledger.i18n import _
from cleanledger.operations.naming import shown
from cleanledger.operations.numbers import UNDO
from cleanledger.operations.save import Message, trailers
from cleanledger.store.changeset import FileChange
from cleanledger.store.files import NotARegularFile, TooLarge, read_bytes
from cleanledger.store.library import BOOK_FILES, EVIDENCE, Shelf, evidence_paths

_LIMIT = 1 << 30
_PLAIN_FILES = ("100644", "100755")


@dataclass(frozen=True)
class Withdrawal:
    """The own last write, and the change of files that takes it back; nothing is written yet."""

    commit: git.Commit
    changes: tuple[FileChange, ...]
    entries: tuple[str, ...]

    def message(self, language: str) -> str:
        """What the commit says that takes it back."""
        return Message(UNDO, (self.commit.subject,), entries=self.entries).text(language)

    @property
    def gone(self) -> tuple[str, ...]:
        """The entries whose files go: their numbers stay used."""
        names = {change.path.stem for change in self.changes if change.after is None}
        return tuple(entry for entry in self.entries if entry in names)


def withdrawal(shelf: Shelf, repository: git.Repository, email: str | None) -> Withdrawal:
    """What taking back the last write means; refused where it is not `email`'s own, or others have it."""
    if repository.busy:
        raise EnvironmentFailure(
            _("a {operation} is in progress", operation=repository.busy),
            _("finish it, or break it off; then run the command again"),
        )
    if repository.head is None:
        raise Refused(_("there is nothing to take back: nothing was committed yet"))
    _refuse_uncommitted(shelf, repository, repository.head)
    commit = git.read_commit(repository, repository.head)
    told = trailers(commit.message)
    _refuse_foreign(commit, told, email)
    if holders := git.holders_of(repository, commit.id):
        raise Refused(
            _(
                "others have it already: {subject} is in {names}",
                subject=commit.subject,
                names=shown(holders),
            ),
            _("what others have stays; ledger correct ID takes a log line back, in the open"),
        )
    return Withdrawal(commit, _changes(shelf, repository, commit), told.get("Ledger-Entry", ()))


def _refuse_foreign(commit: git.Commit, told: Mapping[str, tuple[str, ...]], email: str | None) -> None:
    action = told.get("Ledger-Action")
    if action == (UNDO,):
        raise Refused(
            _("the last write was taken back already: {subject}", subject=commit.subject),
            _("to have it again, type it again; what came before it: ledger correct ID"),
        )
    if action is None or len(commit.parents) > 1:
        raise Refused(
            _("the last commit was not made by the tool: {subject}", subject=commit.subject),
            _("undo takes back what the tool wrote; ledger correct ID takes a log line back"),
        )
    if not commit.parents:
        raise Refused(
            _("nothing comes before {subject}: there is nothing to go back to", subject=commit.subject)
        )
    if email is None:
        raise EnvironmentFailure(
            _("git does not know who you are"), _("git config --global user.email YOU@EXAMPLE")
        )
    if commit.email.casefold() != email.casefold():
        raise Refused(
            _(
                "the last write is not yours: {subject} is by {author} <{email}>",
                subject=commit.subject,
                author=commit.author,
                email=commit.email,
            ),
            _("whoever wrote it may take it back; ledger correct ID takes a log line back, in the open"),
        )


def _refuse_uncommitted(shelf: Shelf, repository: git.Repository, head: str) -> None:
    """What is saved and in no commit may be the last write: undo must not take back the one before it."""
    found = sorted(_uncommitted(shelf, repository, head))
    if found:
        raise Refused(
            _("not in any commit: {paths}", paths=shown(found)),
            _(
                "undo takes back the last commit, and this is newer; to put it aside: {command}",
                command=git.setting_aside(repository.root, found),
            ),
        )


def _uncommitted(shelf: Shelf, repository: git.Repository, head: str) -> Iterator[str]:
    """The files of the book that are not as the last commit has them; evidence is there, or is not."""
    top = repository.relative(shelf.folder)
    base = "" if top == "." else f"{top}/"
    kept = git.tree_below(repository, head, top)
    for name, entry in kept.items():
        path = shelf.folder / name.removeprefix(base)
        is_text = entry.mode in _PLAIN_FILES and not name.startswith(f"{base}{EVIDENCE}/")
        if not os.path.lexists(path) or (is_text and _content(path, entry.id) is None):
            yield name
    for path in _files(shelf):
        name = base + path.relative_to(shelf.folder).as_posix()
        if name not in kept:
            yield name


def _files(shelf: Shelf) -> Iterator[Path]:
    yield from (path for name in BOOK_FILES if (path := shelf.folder / name).is_file())
    for ledger in shelf.ledgers():
        paths = (shelf.cover_path(ledger), *map(shelf.entry_path, shelf.entry_ids(ledger)))
        yield from (path for path in paths if path.is_file())
    yield from (shelf.folder / path for path in evidence_paths(shelf))


def _content(path: Path, blob: str) -> bytes | None:
    """What lies at `path` if it is what git has as `blob`, line ends of YAML aside; else None."""
    try:
        content = read_bytes(path, limit=_LIMIT)
    except (FileNotFoundError, NotARegularFile, TooLarge):
        return None
    is_same = git.is_blob(content, blob) or (_has_crlf(path, content) and git.is_blob(_in_lf(content), blob))
    return content if is_same else None


def _has_crlf(path: Path, content: bytes) -> bool:
    return path.suffix == ".yaml" and b"\r\n" in content


def _in_lf(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")


def _changes(shelf: Shelf, repository: git.Repository, commit: git.Commit) -> tuple[FileChange, ...]:
    """The files of `commit` as its parent has them; each must still be as the commit left it."""
    touched = git.touched_by(repository, commit)
    blobs = git.blobs_of(repository, {each.before.id for each in touched if each.before})
    root = repository.root.resolve()
    changes = []
    for each in touched:
        path = root / each.path
        modes = {side.mode for side in (each.before, each.after) if side}
        if not path.is_relative_to(shelf.folder) or not modes <= set(_PLAIN_FILES):
            raise Refused(
                _("{path} is no file of the book: undo does not touch it", path=each.path),
                _("the last commit holds more than the tool writes: take it back with git itself"),
            )
        now = _content(path, each.after.id) if each.after else None
        if (now is None) != (each.after is None):
            raise ChangedMeanwhile(
                _("{path} was changed after the last write; nothing was taken back", path=each.path),
                _("Look at the change, then run the command again."),
            )
        before = blobs[each.before.id] if each.before else None
        if before and now and _has_crlf(path, now) and b"\r\n" not in before and each.after:
            stored_in_lf = not git.is_blob(now, each.after.id)
            before = before.replace(b"\n", b"\r\n") if stored_in_lf else before
        changes.append(FileChange(path, now, before))
    if not changes:
        raise Refused(_("the last commit changed no file: {subject}", subject=commit.subject))
    return tuple(changes)
