"""Which commit is meant: by a name that git knows, or as the last one before a moment."""

from typing import NamedTuple

from cleanledger.git.process import GitFailure
from cleanledger.git.repository import Repository, ask
from cleanledger.i18n import _


class Dated(NamedTuple):
    """A commit, and its committer's time in seconds since 1970."""

    id: str
    seconds: int


def commit_named(repository: Repository, name: str) -> str | None:
    """The id of the commit that `name` means; None where it means none, or several."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    try:
        return ask(repository, *words).decode().strip()
    except GitFailure:
        return None


def existing_commit(repository: Repository, name: str) -> str:
    """The id of the commit that `name` means; GitFailure where there is none."""
    commit = commit_named(repository, name)
    if commit is None:
        raise GitFailure(
            _("there is no commit {name} in this repository", name=name[:60]),
            _("name a commit, a branch or a tag that git knows here"),
        )
    return commit


def branch_tips(repository: Repository) -> tuple[str, ...]:
    """The last commit of every branch, each once."""
    listed = ask(repository, "for-each-ref", "--format=%(objectname)", "refs/heads")
    return tuple(dict.fromkeys(listed.decode().split()))


def first_parents(repository: Repository, commit: str, most: int | None = None) -> tuple[Dated, ...]:
    """The line of first parents from `commit` back, the newest first; at most `most` of them."""
    limit = () if most is None else (f"--max-count={most}",)
    listed = ask(repository, "rev-list", "--first-parent", "--timestamp", *limit, commit)
    pairs = (line.split() for line in listed.decode().splitlines())
    return tuple(Dated(name, int(seconds)) for seconds, name in pairs)


def tree_of(repository: Repository, commit: str) -> str:
    """The id of the tree of `commit`."""
    return ask(repository, "rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()


def is_shallow(repository: Repository) -> bool:
    """Whether the clone holds only the last part of the past."""
    return ask(repository, "rev-parse", "--is-shallow-repository").strip() == b"true"
