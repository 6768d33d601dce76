"""Commits in the order in which they came, each with what it did against each of its parents."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cleanledger.git.objects import blobs_of
from cleanledger.git.past import Commit, Touched, commit_in, touched
from cleanledger.git.process import GitFailure
from cleanledger.git.repository import Repository, ask
from cleanledger.i18n import _

_AT_ONCE = 500


class Step(NamedTuple):
    """One commit, and the paths that it has otherwise than each of its parents, in their order.

    A commit without parents has one list, against nothing.
    """

    commit: Commit
    touched: tuple[tuple[Touched, ...], ...]


def resolve(repository: Repository, name: str) -> str:
    """The id of the commit that `name` means; GitFailure where there is none."""
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    try:
        return ask(repository, *words).decode().strip()
    except GitFailure as failure:
        raise GitFailure(
            _("there is no commit {name} in this repository", name=name[:60]),
            _("name a commit, a branch or a tag that git knows here"),
        ) from failure


def is_shallow(repository: Repository) -> bool:
    """Whether older commits were left out when the repository was cloned."""
    return ask(repository, "rev-parse", "--is-shallow-repository").strip() == b"true"


def steps(repository: Repository, wanted: Sequence[str]) -> Iterator[Step]:
    """The commits that `wanted` (ids, `^id` leaves out what that one has) names, parents first.

    Nothing is simplified: every commit, every parent, whatever paths they touch.
    """
    listed = ask(
        repository, "rev-list", "--topo-order", "--reverse", "--parents", "--stdin", stdin=_lines(wanted)
    )
    lines = iter(listed.decode().splitlines())
    while part := [line.split() for line in islice(lines, _AT_ONCE)]:
        yield from _steps(repository, part)


def _lines(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _steps(repository: Repository, part: list[list[str]]) -> Iterator[Step]:
    pairs = [(commit, parent) for commit, *parents in part for parent in (parents or [""])]
    differences = _differences(repository, pairs)
    texts = blobs_of(repository, [commit for commit, *_parents in part])
    for commit, *parents in part:
        found = tuple(next(differences) for _parent in (parents or [""]))
        yield Step(commit_in(commit, texts[commit]), found)


def _differences(repository: Repository, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[Touched, ...]]:
    """For each pair of a commit and its parent (empty: none) the paths that differ."""
    words = ("diff-tree", "--stdin", "-r", "-z", "--root", "--raw", "--no-abbrev", "--no-renames", "-m")
    answer = ask(repository, *words, "--always", stdin=_lines(" ".join(pair).strip() for pair in pairs))
    fields = iter(os.fsdecode(answer).split("\0")[:-1])
    found: list[Touched] | None = None
    for each in fields:
        if each.startswith(":"):
            if found is not None:
                found.append(touched(each, next(fields)))
        else:
            if found is not None:
                yield tuple(found)
            found = []
    if found is not None:
        yield tuple(found)
