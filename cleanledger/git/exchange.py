"""Exchanging commits with another place: the user's own act, with their keys, hooks and settings."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.git.past import is_ancestor
from cleanledger.git.process import OWN, GitFailure, attempt, own_environment, run
from cleanledger.git.repository import Repository, act, ask
from cleanledger.git.revisions import existing_commit
from cleanledger.git.tags import refs_below

_FIRST = (b"fetch first", b"non-fast-forward", b"cannot lock ref", b"failed to update ref", b"incorrect old")
CHECKPOINTS = "refs/tags/checkpoint"
"""Where checkpoints lie, here and there."""
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

    Its checkpoints come along, below `checkpoints_of`. GitFailure otherwise: `is_rewritten` tells whether
    that is because commits were taken out there.
    """
    known = checkpoints_of(there)
    _delete_below(repository, known)
    wanted = (f"{there.branch}:{there.tracking}", f"+{CHECKPOINTS}/*:{known}/*")
    words = ("fetch", "--refmap=", "--no-tags", "--", there.remote, *wanted)
    try:
        _reach(repository.root, *words)
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
    _reach(repository.root, "push", "--no-force", "-u", "--", there.remote, f"{there.own}:{there.branch}")


def push_checkpoints(repository: Repository, remote: str, names: Sequence[str]) -> None:
    """Sends checkpoints that are not there; one that is there already is never another afterwards."""
    refs = (f"{CHECKPOINTS}/{name}:{CHECKPOINTS}/{name}" for name in names)
    _reach(repository.root, "push", "--no-force", "--", remote, *refs)


def take_checkpoint(repository: Repository, name: str, tag: str) -> None:
    """Keeps a checkpoint that was fetched; GitFailure where there is one of this name."""
    act(repository, "update-ref", f"{CHECKPOINTS}/{name}", tag, "0" * len(tag))


def checkpoints_of(there: Upstream) -> str:
    """The refs here that say which checkpoints another place had when it was last asked."""
    return f"refs/ledger/{there.remote}/checkpoint"


def _delete_below(repository: Repository, folder: str) -> None:
    words = (f"delete {folder}/{name}\n" for name in refs_below(repository, folder))
    if listed := "".join(words):
        act(repository, "update-ref", "--stdin", stdin=listed.encode())


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


def merging(repository: Repository) -> str | None:
    """The commit that a merge in progress brings in; None where there is none, or it brings several."""
    try:
        found = (repository.git_dir / "MERGE_HEAD").read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return None
    return found[0] if len(found) == 1 else None


def conclude(repository: Repository, message: str) -> None:
    """Makes the commit of the merge that is in progress, as it is staged; GitFailure where a hook refuses."""
    _act(repository.root, "commit", "--quiet", "--cleanup=whitespace", "-m", message)


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


_SCHEMES = frozenset({"ssh", "git+ssh", "ssh+git", "https", "http", "git", "file"})
_SCP_LIKE = re.compile(r"[^/\\]{2,}?:(?!\\)")


def is_address(text: str) -> bool:
    """Whether `text` names a place on another machine, or by a scheme, and no folder here."""
    return "://" in text or bool(_SCP_LIKE.match(text))


def may_be_exchanged_with(address: str) -> bool:
    """Whether an address names a place and nothing else: no option of git or ssh, and no program to run."""
    if not address or address.startswith("-") or any(ord(sign) < ord(" ") for sign in address):
        return False
    scheme, is_url, rest = address.partition("://")
    if not is_url:
        host = address.partition(":")[0]
        # `ext::sh -c …` names a program, and whatever follows `::` is a helper's.
        return not re.match(r"[A-Za-z0-9+.-]+::", address) and not host.rpartition("@")[2].startswith("-")
    host = rest.partition("/")[0].rpartition("@")[2]
    return scheme.lower() in _SCHEMES and not host.startswith("-") and not rest.startswith("-")


class Trouble(NamedTuple):
    """Why a place would not take part: words of git or ssh, in small letters."""

    host_key: bool
    locked_out: bool
    asks: bool


def trouble_of(failure: GitFailure) -> Trouble:
    """What hinders an exchange, as far as the words of git and ssh tell."""
    words = failure.words.lower()
    return Trouble(
        host_key=b"host key verification failed" in words or b"host identification has changed" in words,
        locked_out=b"permission denied (" in words or b"authentication failed" in words,
        asks=b"terminal prompts disabled" in words or b"could not read username" in words,
    )


def branches_at(folder: Path, address: str) -> tuple[str, ...]:
    """Every branch and tag that there is at an address; GitFailure where it cannot be reached."""
    listed = os.fsdecode(_reach(folder, "ls-remote", "--", address)).splitlines()
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
    _reach(folder.parent, "clone", "--origin", "origin", "--", address, str(folder))


_PATIENCE = ("ConnectTimeout=30", "ServerAliveInterval=15", "ServerAliveCountMax=4")
"""Options of ssh, in seconds: a server that does not answer is given up."""
_STALLED = MappingProxyType({"GIT_HTTP_LOW_SPEED_LIMIT": "1", "GIT_HTTP_LOW_SPEED_TIME": "60"})
"""The same for https: less than a byte a second for so many seconds."""


def _reach(folder: Path, *arguments: str) -> bytes:
    """What needs another place: where nobody can answer, nobody is asked, and nothing waits for ever."""
    environment = own_environment()
    more = {name: value for name, value in _STALLED.items() if name not in environment}
    asked = ("config", "--get", "core.sshCommand")
    is_set = attempt(asked, cwd=folder, environment=environment, options=OWN).returncode == 0
    if not is_set and not environment.keys() & {"GIT_SSH", "GIT_SSH_COMMAND"}:
        options = (*_PATIENCE, *(() if _is_answered() else ("BatchMode=yes",)))
        more["GIT_SSH_COMMAND"] = " ".join(("ssh", *(f"-o {each}" for each in options)))
    return _act(folder, *arguments, more=more)


def _is_answered() -> bool:
    return bool(sys.stdin and sys.stdin.isatty())


def _act(folder: Path, *arguments: str, more: Mapping[str, str] = MappingProxyType({})) -> bytes:
    environment = own_environment() | {"LC_ALL": "C", "GIT_EDITOR": ":", **more}
    # Where nobody can answer, nobody is asked for a password.
    if not _is_answered():
        environment["GIT_TERMINAL_PROMPT"] = "0"
    return run(arguments, cwd=folder, environment=environment, options=OWN)
