"""Exchanging commits with another place: the user's own act, with their keys, hooks and settings."""

import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

from cleanledger.git.past import is_ancestor
from cleanledger.git.process import OWN, GitFailure, own_environment, run
from cleanledger.git.repository import Repository, ask
from cleanledger.git.revisions import existing_commit

_FIRST = (b"fetch first", b"non-fast-forward", b"cannot lock ref", b"failed to update ref", b"incorrect old")
_THERE = b"remote: "
_MOST_LINES = 40
_REFUSED = (b"[remote rejected]", b"pre-receive hook declined")


class Upstream(NamedTuple):
    """Where a branch is sent and fetched: the remote, the branch there, and what of it is known here."""

    remote: str
    branch: str
    tracking: str
    own: str
    """The branch here."""


def remotes(repository: Repository) -> tuple[str, ...]:
    """The names of the other places that are known."""
    return tuple(os.fsdecode(ask(repository, "remote")).splitlines())


def local_settings(repository: Repository) -> dict[str, str]:
    """The settings of this repository alone, by name in small letters; the last of several values."""
    listed = os.fsdecode(ask(repository, "config", "--local", "-z", "--list"))
    return dict(item.partition("\n")[::2] for item in filter(None, listed.split("\0")))


def set_local(repository: Repository, name: str, value: str) -> None:
    """Keeps a setting in this repository alone."""
    _act(repository.root, "config", "--local", name, value)


def unset_local(repository: Repository, name: str) -> None:
    """Forgets a setting of this repository; it must be there."""
    _act(repository.root, "config", "--local", "--unset-all", name)


def knows_email(folder: Path) -> bool:
    """Whether an address was told to git, and not made up by it from the machine's name."""
    if os.environ.get("GIT_AUTHOR_EMAIL") or os.environ.get("EMAIL"):
        return True
    try:
        return bool(_act(folder, "config", "--get", "user.email").strip())
    except GitFailure:
        return False


def own_branch(repository: Repository) -> str | None:
    """The full name of the branch that is checked out; None where none is."""
    try:
        return os.fsdecode(ask(repository, "symbolic-ref", "-q", "HEAD")).strip()
    except GitFailure:
        return None


def upstream(repository: Repository) -> Upstream | None:
    """Where the branch goes: what was set for it, else `origin`, else the only remote; None without one."""
    own = own_branch(repository)
    known = remotes(repository)
    if own is None or not known:
        return None
    name, settings = own.removeprefix("refs/heads/"), local_settings(repository)
    remote = settings.get(f"branch.{name}.remote", "")
    branch = settings.get(f"branch.{name}.merge", own)
    if remote not in known:
        if "origin" not in known and len(known) > 1:
            return None
        remote, branch = "origin" if "origin" in known else known[0], own
    return Upstream(remote, branch, f"refs/remotes/{remote}/{branch.removeprefix('refs/heads/')}", own)


def fetch(repository: Repository, there: Upstream) -> str | None:
    """The last commit of the branch there; None where there is no such branch yet.

    GitFailure otherwise: `is_rewritten` tells whether that is because commits were taken out there.
    """
    words = ("fetch", "--refmap=", "--", there.remote, f"{there.branch}:{there.tracking}")
    try:
        _act(repository.root, *words)
    except GitFailure as failure:
        if b"couldn't find remote ref" in failure.words.lower():
            return None
        raise
    return existing_commit(repository, there.tracking)


def is_rewritten(failure: GitFailure) -> bool:
    """Whether what was fetched does not follow what was fetched before."""
    return b"[rejected]" in failure.words and b"non-fast-forward" in failure.words


def forgets(repository: Repository, tip: str, there: Upstream) -> bool:
    """Whether the branch here has commits that were once fetched and that `tip` has not any more."""
    try:
        fork = ask(repository, "merge-base", "--fork-point", there.tracking, "HEAD").decode().strip()
    except GitFailure:
        return False
    return bool(fork) and not is_ancestor(repository, fork, tip)


def count(repository: Repository, new: str, old: str | None) -> int:
    """How many commits `new` has that `old` has not; all of them where there is no `old`."""
    return int(ask(repository, "rev-list", "--count", new, *([f"^{old}"] if old else [])))


def merge_base(repository: Repository, one: str, other: str) -> str | None:
    """A commit that both come from; None where there is none."""
    try:
        return ask(repository, "merge-base", one, other).decode().strip()
    except GitFailure:
        return None


def push(repository: Repository, there: Upstream) -> None:
    """Sends the branch, and remembers where to; never against what others have sent."""
    _act(repository.root, "push", "--no-force", "-u", "--", there.remote, f"{there.own}:{there.branch}")


def came_first(failure: GitFailure) -> bool:
    """Whether a push was refused because somebody else sent something meanwhile."""
    return any(words in failure.words for words in _FIRST)


def was_declined(failure: GitFailure) -> bool:
    """Whether the place was reached and would not take it."""
    return any(words in failure.words for words in _REFUSED)


def said_there(failure: GitFailure) -> tuple[str, ...]:
    """What the place itself said, line by line: its hooks speak so. Fit to be shown, and not endless."""
    lines = [line[len(_THERE) :] for line in failure.words.splitlines() if line.startswith(_THERE)]
    texts = (line.decode("utf-8", "replace").rstrip() for line in lines[:_MOST_LINES])
    return tuple("".join(each if each.isprintable() else " " for each in text) for text in texts)


def merge(repository: Repository, tip: str, message: str) -> None:
    """Joins `tip` into the branch here; GitFailure where git cannot by itself."""
    _act(repository.root, "merge", "--ff", "--commit", "--no-squash", "--no-autostash", "-m", message, tip)


def rebase(repository: Repository, tip: str) -> None:
    """Replays the own commits on `tip`; GitFailure where git cannot by itself."""
    _act(repository.root, "rebase", "--no-autostash", tip)


def break_off(repository: Repository, operation: str) -> None:
    """Goes back to before the `merge` or `rebase` that is in progress."""
    _act(repository.root, operation, "--abort")


def go_back(repository: Repository, commit: str) -> None:
    """The branch and its files as of `commit`; what was not committed stays, or this fails."""
    _act(repository.root, "reset", "--quiet", "--keep", commit)


def in_conflict(repository: Repository) -> tuple[str, ...]:
    """The paths that a merge could not join, sorted."""
    listed = os.fsdecode(ask(repository, "ls-files", "-u", "-z")).split("\0")[:-1]
    return tuple(sorted({line.partition("\t")[2] for line in listed}))


def is_address(text: str) -> bool:
    """Whether `text` names a place on another machine, or by a scheme, and no folder here."""
    return "://" in text or bool(re.match(r"[^/\\]{2,}?:(?!\\)", text))


def branches_at(folder: Path, address: str) -> tuple[str, ...]:
    """Every branch and tag that there is at an address; GitFailure where it cannot be reached."""
    listed = os.fsdecode(_act(folder, "ls-remote", "--", address)).splitlines()
    return tuple(line.partition("\t")[2] for line in listed)


def make_bare(folder: Path, branch: str) -> None:
    """A repository without files in `folder`, for `branch`, in which nothing can be rewritten or deleted."""
    folder.mkdir(parents=True, exist_ok=True)
    _act(folder, "init", "--quiet", "--bare")
    _act(folder, "symbolic-ref", "HEAD", branch)
    for name in ("receive.denyNonFastForwards", "receive.denyDeletes"):
        _act(folder, "config", name, "true")


def add_remote(repository: Repository, name: str, address: str) -> None:
    """Makes another place known by a name."""
    _act(repository.root, "remote", "add", "--", name, address)


def drop_remote(repository: Repository, name: str) -> None:
    """Forgets another place."""
    _act(repository.root, "remote", "remove", name)


def clone(address: str, folder: Path) -> None:
    """The whole of a repository into a new `folder`."""
    _act(folder.parent, "clone", "--origin", "origin", "--", address, str(folder))


def _act(folder: Path, *arguments: str) -> bytes:
    environment = own_environment() | {"LC_ALL": "C", "GIT_EDITOR": ":"}
    # Where nobody can answer, nobody is asked for a password.
    if not (sys.stdin and sys.stdin.isatty()):
        environment["GIT_TERMINAL_PROMPT"] = "0"
    return run(arguments, cwd=folder, environment=environment, options=OWN)
