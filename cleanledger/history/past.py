"""The book as an earlier commit has it, in a folder of its own; the working tree is not looked at."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from cleanledger import git
from cleanledger.errors import EnvironmentFailure, Refused
from cleanledger.i18n import _
from cleanledger.model.book import Book
from cleanledger.model.validate import validate
from cleanledger.store.reader import read_document
from cleanledger.store.shelf import Shelf

_LINK, _SUBMODULE = "120000", "160000"
_BOOK = "book.yaml"


@dataclass(frozen=True)
class Past:
    """A commit, the id of its tree, the day of its committer's time in the zone of its book."""

    commit: str
    tree: str
    day: date


def zone_of(repository: git.Repository, commit: str, folder: str) -> str:
    """The time zone of the book as `commit` has it in `folder` (from the root, with slashes)."""
    path = PurePosixPath(folder, _BOOK).as_posix()
    found = git.tree_below(repository, commit, path).get(path)
    if found is None or found.mode in {_LINK, _SUBMODULE}:
        raise Refused(
            _("there is no book in {folder} in the commit {commit}", folder=folder, commit=commit[:12]),
            _("see when it began: git log -- {path}", path=path),
        )
    content = git.blobs_of(repository, [found.id])[found.id]
    book, _problems = validate(Book, read_document(content, path))
    return book.timezone if book else "Asia/Shanghai"


def past_of(repository: git.Repository, commit: str, folder: str) -> Past:
    """What there is to say of `commit`."""
    (dated,) = git.first_parents(repository, commit, 1)
    zone = zone_of(repository, commit, folder)
    return Past(commit, git.tree_of(repository, commit), day_of(dated, zone))


def last_on(repository: git.Repository, day: date, folder: str) -> Past:
    """The last commit on HEAD's line of first parents that is not after `day`, in the zone of HEAD's book."""
    if repository.head is None:
        raise Refused(_("nothing is committed here yet, so there is no past to read"))
    zone = zone_of(repository, repository.head, folder)
    for each in git.first_parents(repository, repository.head):
        if day_of(each, zone) <= day:
            return Past(each.id, git.tree_of(repository, each.id), day)
    if git.is_shallow(repository):
        raise EnvironmentFailure(
            _("this clone does not reach back to {day}", day=day),
            _("fetch all of it: git fetch --unshallow; in a CI job: fetch-depth: 0"),
        )
    raise Refused(_("there is no commit on or before {day}", day=day))


def named(repository: git.Repository, name: str, folder: str) -> Past:
    """The commit that `name` means."""
    commit = git.commit_named(repository, name)
    if commit is None:
        hints = [_("name a branch, a tag or a commit of this repository, or a day such as 2024-06-30")]
        if git.is_shallow(repository):
            hints.append(_("this clone holds only the last commits; fetch all of it: git fetch --unshallow"))
        raise Refused(_("there is no revision {name}", name=name), "\n".join(hints))
    return past_of(repository, commit, folder)


def day_of(dated: git.Dated, zone: str) -> date:
    """The day of a commit by its committer's clock, in a time zone."""
    try:
        return datetime.fromtimestamp(dated.seconds, ZoneInfo(zone)).date()
    except (ValueError, OSError, LookupError, OverflowError) as error:
        raise EnvironmentFailure(
            _("book.yaml names the time zone {zone}, which is not known here", zone=zone),
            _("write an IANA name such as Asia/Shanghai"),
        ) from error


def write_out(repository: git.Repository, commit: str, folder: str, into: Path) -> Shelf:
    """Every file that `commit` has below `folder`, written below `into` by its path from the root.

    A link that stays in the book is a link again; one that leads out of it leads to its own folder, so that
    nothing outside is reached and `check` names it. Of a submodule there is an empty folder.
    """
    found = {path: entry for path, entry in git.tree_below(repository, commit, folder).items() if _safe(path)}
    contents = git.blobs_of(repository, {entry.id for entry in found.values() if entry.mode != _SUBMODULE})
    root = into.resolve()
    (root / folder).mkdir(parents=True, exist_ok=True)
    for path, entry in found.items():
        place = root / path
        if entry.mode == _SUBMODULE:
            place.mkdir(parents=True, exist_ok=True)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        if entry.mode != _LINK:
            place.write_bytes(contents[entry.id])
    # Last: nothing is written through a link.
    _write_links(
        root, folder, {path: contents[each.id] for path, each in found.items() if each.mode == _LINK}
    )
    return Shelf(root / folder, root)


def _write_links(root: Path, folder: str, links: Mapping[str, bytes]) -> None:
    for path, content in links.items():
        target = os.fsdecode(content)
        there = os.path.normpath(PurePosixPath(path).parent / target)
        inside = not target.startswith("/") and PurePosixPath(there).is_relative_to(folder)
        place = root / path
        with suppress(FileExistsError):
            try:
                place.symlink_to(target if inside and ".." not in PurePosixPath(there).parts else ".")
            except (OSError, ValueError):
                # Where links are not to be had, a folder is as unreadable as one.
                place.mkdir()


def _safe(path: str) -> bool:
    """Whether a path of a tree stays below its root: git itself would not have made another."""
    parts = path.split("/")
    return not any(part in {"", ".", ".."} or "\\" in part or part.lower() == ".git" for part in parts)
