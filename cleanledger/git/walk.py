"""Commits in the order in which they came, each with what it did against each of its parents."""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cleanledger.git.objects import blobs_of
from cleanledger.git.past import Commit, Touched, commit_in, touched, touched_by
from cleanledger.git.repository import Repository, ask

_AT_ONCE = 500


class Step(NamedTuple):
    """One commit, and the paths that it has otherwise than each of its parents, in their order.

    A commit without parents has one list, against nothing.
    """

    commit: Commit
    touched: tuple[tuple[Touched, ...], ...]


def commits_in(repository: Repository, wanted: Sequence[str], paths: Sequence[str] = ()) -> list[str]:
    """The ids of the commits that `wanted` (ids, `^id` leaves out what that one has) names, parents first.

    Nothing is simplified: every commit; those side by side in the order of their times. `paths`: only commits
    that did something to one of them, and merges that are not just the sum of their sides.
    """
    words = ("rev-list", "--date-order", "--reverse", *(("--simplify-merges", "--parents") if paths else ()))
    listed = ask(repository, *words, "--stdin", *_place(paths), stdin=_lines(wanted))
    return [line.partition(" ")[0] for line in listed.decode().splitlines()]


def steps(repository: Repository, commits: Iterable[str], paths: Sequence[str] = ()) -> Iterator[Step]:
    """What each of `commits` did, against every parent; `paths`: only those that touch one of them."""
    ids = iter(commits)
    while part := list(islice(ids, _AT_ONCE)):
        yield from _steps(repository, part, _place(paths))


def steps_of(repository: Repository, commit: str, paths: Sequence[str]) -> tuple[Step, ...]:
    """What the commits up to one did to `paths`, and to what these were before they were moved.

    What went when a file of the same name came is what it was before.
    """
    every, came = list(paths), list(paths)
    found: tuple[Step, ...] = ()
    while came:
        found = tuple(steps(repository, commits_in(repository, (commit,), every), every))
        came = [path for path in dict.fromkeys(_gone(repository, found)) if path not in every]
        every += came
    return found


def _gone(repository: Repository, found: Sequence[Step]) -> Iterator[str]:
    """The files that went when one of the same name came."""
    for step in found:
        names = {_name(each.path) for side in step.touched for each in side if not each.before}
        for each in touched_by(repository, step.commit) if names and step.commit.parents else ():
            if not each.after and _name(each.path) in names:
                yield each.path


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _place(paths: Sequence[str]) -> tuple[str, ...]:
    return ("--", *paths) if paths else ()


def _lines(words: Iterable[str]) -> bytes:
    return "".join(f"{word}\n" for word in words).encode()


def _steps(repository: Repository, part: Sequence[str], place: Sequence[str]) -> Iterator[Step]:
    texts = blobs_of(repository, part)
    commits = [commit_in(each, texts[each]) for each in part]
    pairs = [(commit.id, parent) for commit in commits for parent in (commit.parents or ("",))]
    differences = _differences(repository, pairs, place)
    for commit in commits:
        found = tuple(next(differences) for _parent in (commit.parents or ("",)))
        if not place or any(found):
            yield Step(commit, found)


def _differences(
    repository: Repository, pairs: Sequence[tuple[str, str]], place: Sequence[str]
) -> Iterator[tuple[Touched, ...]]:
    """For each pair of a commit and its parent (empty: none) the paths that differ."""
    words = ("diff-tree", "--stdin", "-r", "-z", "--root", "--raw", "--no-abbrev", "--no-renames", "-m")
    answer = ask(
        repository, *words, "--always", *place, stdin=_lines(" ".join(pair).strip() for pair in pairs)
    )
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
