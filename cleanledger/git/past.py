"""What the last commits did, and who else has them: read by plumbing alone."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from cleanledger.git.objects import Entry
from cleanledger.git.process import GitFailure
from cleanledger.git.repository import Repository, ask

_BEGINNING = datetime.fromtimestamp(0, UTC)
_LAST = 253_000_000_000  # in the year 9987: what lies after it is no date in every zone
_NOTHING = "000000"
_HELD = ("refs/heads/", "refs/remotes/", "refs/tags/")


@dataclass(frozen=True)
class Commit:
    """One commit as git keeps it. `email`: its author's; `time`: when they say they wrote it.

    `committed`: when the committer says it came here. `is_signed`: there is a signature, of whatever worth.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    time: datetime
    message: str
    committer: str = ""
    committed: datetime = _BEGINNING
    is_signed: bool = False

    @property
    def subject(self) -> str:
        """The first line of its message."""
        return self.message.partition("\n")[0]


class Touched(NamedTuple):
    """One path of a commit, as its parent has it and as it has it; None: there is none."""

    path: str
    before: Entry | None
    after: Entry | None


def read_commit(repository: Repository, commit: str) -> Commit:
    """The commit of this id."""
    return commit_in(commit, ask(repository, "cat-file", "commit", commit))


def commit_in(commit: str, content: bytes) -> Commit:
    """The commit of this id, whose object is `content`."""
    head, _blank, message = content.decode("utf-8", "replace").partition("\n\n")
    # A line that goes on begins with a blank: a signature holds whatever it likes.
    lines = [line.partition(" ") for line in head.splitlines() if not line.startswith(" ")]
    facts = {key: value for key, _space, value in reversed(lines)}
    name, email, time = _person(facts.get("author", ""))
    committer, _email, committed = _person(facts.get("committer", ""))
    return Commit(
        id=commit,
        parents=tuple(value for key, _space, value in lines if key == "parent"),
        author=name,
        email=email,
        time=time,
        message=message,
        committer=committer,
        committed=committed,
        is_signed=any(key.startswith("gpgsig") for key, _space, _value in lines),
    )


def _person(text: str) -> tuple[str, str, datetime]:
    name, _bracket, rest = text.partition("<")
    email, _bracket, when = rest.rpartition("> ")
    return name.strip(), email, _moment(when)


def _moment(text: str) -> datetime:
    """`1717200000 +0800` as a moment; what git lets through beyond that is the beginning of time."""
    try:
        seconds, zone = text.split()
        sign = -1 if zone.startswith("-") else 1
        offset = timedelta(hours=int(zone[-4:-2]), minutes=int(zone[-2:]))
        return datetime.fromtimestamp(min(int(seconds), _LAST), timezone(sign * offset))
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def touched_by(repository: Repository, commit: Commit) -> tuple[Touched, ...]:
    """Every path in which `commit` differs from its first parent."""
    words = ("diff-tree", "-r", "-z", "--no-commit-id", "--no-renames", commit.parents[0], commit.id)
    fields = os.fsdecode(ask(repository, *words)).split("\0")[:-1]
    return tuple(touched(facts, path) for facts, path in zip(fields[::2], fields[1::2], strict=True))


def touched(facts: str, path: str) -> Touched:
    """One path of a raw difference."""
    old_mode, new_mode, old, new, _status = facts.removeprefix(":").split()
    return Touched(
        path,
        None if old_mode == _NOTHING else Entry(old_mode, old),
        None if new_mode == _NOTHING else Entry(new_mode, new),
    )


def tree_below(repository: Repository, commit: str, folder: str) -> dict[str, Entry]:
    """Every file that `commit` has below `folder`, by its path from the root."""
    place = () if folder == "." else ("--", folder)
    listing = ask(repository, "ls-tree", "-r", "-z", "--full-tree", commit, *place)
    found = {}
    for line in filter(None, listing.split(b"\0")):
        facts, _tab, path = line.partition(b"\t")
        mode, _type, blob = facts.decode().split()
        found[os.fsdecode(path)] = Entry(mode, blob)
    return found


def holders_of(repository: Repository, commit: str) -> tuple[str, ...]:
    """What has `commit` beside the branch of this work tree: branches, tags, remotes, other work trees."""
    own = ask(repository, "rev-parse", "--symbolic-full-name", "HEAD").decode().strip()
    listed = ask(repository, "for-each-ref", "--contains", commit, "--format=%(refname)", *_HELD)
    refs = [os.fsdecode(line) for line in listed.splitlines()]
    names = [_short(ref) for ref in refs if ref != own]
    return (*dict.fromkeys(names), *_detached_with(repository, commit))


def _short(ref: str) -> str:
    return next(ref.removeprefix(kind) for kind in _HELD if ref.startswith(kind))


def _detached_with(repository: Repository, commit: str) -> Iterator[str]:
    """The other work trees that stand on no branch, but on `commit` or after it."""
    listed = os.fsdecode(ask(repository, "worktree", "list", "--porcelain"))
    for block in listed.split("\n\n"):
        facts = dict(line.partition(" ")[::2] for line in block.splitlines())
        path, head = facts.get("worktree", ""), facts.get("HEAD", "")
        # Of one whose folder is gone nobody has anything.
        if "detached" not in facts or "prunable" in facts or Path(path) == repository.root:
            continue
        if not ask(repository, "rev-list", "--max-count=1", commit, f"^{head}"):
            yield path


def has_remote(repository: Repository) -> bool:
    """Whether the repository knows of another place that it exchanges commits with."""
    return bool(ask(repository, "remote").strip())


def messages_with(repository: Repository, *texts: str, until: str = "HEAD") -> Iterator[str]:
    """The messages of all commits up to `until` in which every one of `texts` stands."""
    if repository.head is None:
        return
    wanted = (f"--grep={text}" for text in texts)
    words = ("rev-list", "--fixed-strings", "--all-match", *wanted, "--format=%B%x00", until)
    for part in ask(repository, *words).decode("utf-8", "replace").split("\0"):
        # The id of the commit stands before its message, on a line of its own.
        yield part.lstrip("\n").partition("\n")[2]


def is_ancestor(repository: Repository, earlier: str, later: str) -> bool:
    """Whether `later` comes from `earlier`, or is it."""
    return not ask(repository, "rev-list", "--max-count=1", earlier, f"^{later}").strip()


def common_past(repository: Repository, commits: Sequence[str]) -> tuple[str, ...]:
    """The last commits that all of `commits` come from; several where they merged each other."""
    try:
        return tuple(ask(repository, "merge-base", "--octopus", "--all", *commits).decode().split())
    except GitFailure:
        return ()


def last_touching(repository: Repository, commits: Sequence[str], *paths: str) -> str:
    """The last of `commits` and of what they come from that changed one of `paths`; empty where none did."""
    words = ("rev-list", "--max-count=1", "--full-history", *commits)
    return ask(repository, *words, "--", *paths).decode().strip() if commits else ""


def replacements(repository: Repository) -> bool:
    """Whether `refs/replace` puts other objects in the place of some."""
    return bool(ask(repository, "for-each-ref", "--count=1", "refs/replace").strip())


def has_promisor(repository: Repository) -> bool:
    """Whether the repository is a partial clone, whose objects may be fetched from elsewhere."""
    packs = repository.common_dir / "objects" / "pack"
    return packs.is_dir() and any(packs.glob("*.promisor"))
