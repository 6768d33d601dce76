"""Where a book is exchanged with others, and what stands in the way of it."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from cleanledger import git
from cleanledger.errors import EnvironmentFailure, LedgerError, Refused
from cleanledger.git.exchange import Upstream
from cleanledger.i18n import _
from cleanledger.operations.naming import shown
from cleanledger.operations.save import by_hand
from cleanledger.store.library import Shelf


@dataclass
class Synced:
    """What came of it: commits that came and went, and entries of one's own that gave way, old and new id."""

    received: int = 0
    sent: int = 0
    renumbered: list[tuple[str, str]] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    """Entries that were changed on both sides, and whose versions are one now."""
    merged_instead: bool = False
    checkpoints_received: list[str] = field(default_factory=list)
    checkpoints_sent: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Exchange:
    """A book and where it is exchanged. The caller holds the lock of the book."""

    shelf: Shelf
    repository: git.Repository
    there: Upstream
    today: date
    language: str
    replay: bool = False

    @property
    def head(self) -> str:
        """The last commit here, as it is now."""
        return git.existing_commit(self.repository, "HEAD")


def exchange_of(shelf: Shelf, repository: git.Repository, language: str) -> Upstream:
    """Where the book goes; refused while something stands in the way.

    What an earlier sync waits for with (`waiting_merge`) does not.
    """
    waits = waiting_merge(repository) is not None
    if repository.busy and not waits:
        raise EnvironmentFailure(
            _("a {operation} is in progress", operation=repository.busy),
            _("finish it, or break it off; then run the command again"),
        )
    if not git.exchange.remotes(repository):
        raise Refused(
            _("the book is not shared with anybody yet"),
            _("put it where others can take part: ledger share ADDRESS"),
        )
    there = git.exchange.upstream(repository)
    if there is None or repository.head is None:
        raise EnvironmentFailure(
            _("it cannot be told which branch is exchanged, and where"),
            _("Set it once with: git push -u REMOTE BRANCH"),
        )
    if not waits:
        refuse_unsaved(shelf, repository, language)
    return there


def refuse_unsaved(shelf: Shelf, repository: git.Repository, language: str) -> None:
    """Refuses to go on with files of the book that are in no commit."""
    if files := git.unsaved(repository, shelf.folder):
        desk = git.Desk(repository.root.resolve(), shelf.folder, Path.cwd().resolve())
        raise Refused(
            _("not in any commit: {paths}", paths=shown(files)),
            _("commit it first: {command}", command=git.saving(desk, by_hand(language))),
        )


def waiting_merge(repository: git.Repository) -> str | None:
    """What others sent, where a merge with it waits for somebody's choice; None: no such merge goes on."""
    tip = git.exchange.merging(repository) if repository.busy == "merge" else None
    there = git.exchange.upstream(repository) if tip else None
    if tip is None or there is None or git.is_ancestor(repository, tip, "HEAD"):
        return None
    try:
        known = git.existing_commit(repository, there.tracking)
    except LedgerError:
        return None
    return tip if git.is_ancestor(repository, tip, known) else None


def unreachable(place: str, failure: git.GitFailure) -> EnvironmentFailure:
    """That another place did not answer, or refused; what is here is safe."""
    if git.exchange.was_declined(failure):
        return _declined(place, failure)
    trouble = git.exchange.trouble_of(failure)
    hint = _("What is here is safe. Try again later, or ask whoever runs that place.")
    if trouble.host_key:
        message = _("the key by which {place} shows itself is not known here, or another one", place=place)
        hint = _("compare it with whoever runs that place; ssh HOST at a terminal asks whether to trust it")
    elif trouble.locked_out:
        message = _("{place} does not let you in", place=place)
        hint = _("ask whoever runs that place to let your key in, or put your password right")
    elif trouble.asks:
        message = _("{place} asks for a name and a password, and nobody can answer here", place=place)
        hint = _("run the command at a terminal, where they can be typed; or ask for an address by ssh")
    else:
        message = _("{place} could not be reached", place=place)
    return EnvironmentFailure(message, git.with_words(hint, failure.words))


def _declined(place: str, failure: git.GitFailure) -> EnvironmentFailure:
    """That a place was reached and refused, with its own words: only they say what to put right."""
    words = git.exchange.said_there(failure)
    hint = _("What is here is safe. Put right what it says, or ask whoever runs that place.")
    if not words:
        return EnvironmentFailure(
            _("{place} would not take it", place=place), git.with_words(hint, failure.words)
        )
    return EnvironmentFailure(_("{place} would not take it", place=place), "\n".join((hint, *words)))


def tree_of(work: Exchange, commit: str) -> dict[str, git.Entry]:
    """The files of the book in a commit, by their paths from the root."""
    return git.tree_below(work.repository, commit, place_of_book(work, commit))


def place_of_book(work: Exchange, commit: str) -> str:
    """The folder of the book in a commit, from the root: that of here, or the one it was moved to."""
    here = work.repository.relative(work.shelf.folder)
    books = [
        PurePosixPath(path).parent.as_posix()
        for path in git.tree_below(work.repository, commit, ".")
        if path.rpartition("/")[2] == "book.yaml"
    ]
    return books[0] if len(books) == 1 else here
