"""What git has to tell about a book: files not saved, commits not sent, what is new to who only reads."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cleanledger import git
from cleanledger.cli import output
from cleanledger.cli.session import Session
from cleanledger.i18n import _
from cleanledger.model.standing import Row
from cleanledger.model.vocabulary import listed
from cleanledger.operations.save import by_hand
from cleanledger.render.clean import encodable
from cleanledger.render.today import Line
from cleanledger.reports.view import Item, show
from cleanledger.store.files import reason
from cleanledger.store.library import EVIDENCE, entry_named
from cleanledger.store.seen import Mark, mark_of, set_mark

_SHORT_ID = 12


@dataclass(frozen=True)
class News:
    """What is new, what is said of it, and what keeps the mark once it was shown."""

    items: tuple[Item, ...]
    lines: tuple[Line, ...]
    keep: Callable[[], None]


def in_git(session: Session, language: str) -> tuple[Item, ...]:
    """Files that the last commit does not have as they are, and commits that the upstream has not, or has.

    What waits in the book is shown, too, where git cannot tell: that is said.
    """
    try:
        return tuple(_differing(session, session.repository, language)) if session.repository else ()
    except git.GitFailure as failure:
        output.complain(failure)
        return ()


def _differing(session: Session, repository: git.Repository, language: str) -> Iterator[Item]:
    desk = _desk(session, repository)
    if files := git.unsaved(repository, session.shelf.folder):
        names = listed(path.rpartition("/")[2] for path in files)
        word = by_hand(language)
        word = word if encodable(word, output.encoding()) == word else by_hand("en")
        # What a merge left with marks in it must not be committed unseen.
        command = git.plain(desk, "status") if repository.busy else git.saving(desk, word)
        yield Item("unsaved", command, names, count=len(files))
    if apart := git.apart(repository):
        if apart.ahead:
            yield Item("unshared", "ledger sync", count=apart.ahead)
        if apart.behind:
            yield Item("behind", "ledger sync", count=apart.behind)


def news(session: Session, today: date, rows: Sequence[Row], *, keeps: bool) -> News:
    """What is new since the mark. `keeps`: the mark may move on, once the news were shown."""
    repository, folder = session.repository, session.shelf.folder
    if repository is None or repository.head is None:
        return News((), (Line(_("there is no history yet that could be looked at")),), lambda: None)
    mark = mark_of(folder)
    keep = (lambda: _keep(folder, Mark(repository.head or "", today.isoformat()))) if keeps else lambda: None
    if mark is None:
        text = _("a first look: from now on what is new is shown here")
        return News((), (Line(text, "ledger list"),), keep)
    desk = _desk(session, repository)
    since = git.since(repository, mark.commit, folder)
    if since is None:
        text = _(
            "the history was rewritten: {commit}, shown to you on {day}, is no longer part of it",
            commit=mark.commit[:_SHORT_ID],
            day=mark.day,
        )
        return News((), (Line(text, git.plain(desk, "reflog"), "red"),), keep)
    if not since.commits:
        return News((), (Line(_("nothing is new since {day}", day=mark.day)),), keep)
    text = _("commits since {day}: {n}", day=mark.day, n=since.commits)
    whole = Line(text, git.telling(desk, mark.commit, repository.head))
    tell = _Teller(desk, mark.commit, repository.head, {row.id: row for row in rows})
    items = (tell.item(path, gone=path in since.gone) for path in since.changed)
    return News(tuple(filter(None, items)), (whole,), keep)


@dataclass(frozen=True)
class _Teller:
    """Makes items of paths that changed between two commits."""

    desk: git.Desk
    old: str
    new: str
    rows: dict[str, Row]

    def item(self, path: str, *, gone: bool) -> Item | None:
        """An entry, or another file of the book; None for evidence, which its entry's log names."""
        place = self.desk.root / path
        parts = place.relative_to(self.desk.folder).parts
        if parts[0] == EVIDENCE:
            return None
        row = self.rows.get(entry_named(parts[-1]) or "")
        if row is not None and not gone:
            return Item("news", show(row), row.title, row.id, row.moments[-1].lead_unit or None)
        title = _("{path} (removed)", path="/".join(parts)) if gone else "/".join(parts)
        return Item("news", git.telling(self.desk, self.old, self.new, place), title)


def _keep(folder: Path, mark: Mark) -> None:
    try:
        set_mark(folder, mark)
    except OSError as error:
        output.note(
            _("what you have seen cannot be noted, and is shown again: {reason}", reason=reason(error))
        )


def _desk(session: Session, repository: git.Repository) -> git.Desk:
    return git.Desk(repository.root.resolve(), session.shelf.folder, Path.cwd().resolve())
