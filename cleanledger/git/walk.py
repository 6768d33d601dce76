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


def steps(repository: Repository, wanted: Sequence[str], paths: Sequence[str] = ()) -> Iterator[Step]:
    """The commits that `wanted` (ids, `^id` leaves out what that one has) names, parents first.

    Nothing is simplified: every commit, every parent; commits side by side in the order of their times.
    `paths`: only commits that have one of them otherwise than a parent, and only these paths.
    """
    words = ("rev-list", "--date-order", "--reverse", *(("--full-history", "--parents") if paths else ()))
    place = ("--", *paths) if paths else ()
    listed = ask(repository, *words, "--stdin", *place, stdin=_lines(wanted))
    ids = iter([line.partition(" ")[0] for line in listed.decode().splitlines()])
    while part := list(islice(ids, _AT_ONCE)):
        yield from _steps(repository, part, place)


def moved_from(repository: Repository, paths: Sequence[str], newest: str = "HEAD") -> tuple[str, ...]:
    """Where files of the same names lay that went when `paths` came, and where these came from in turn.

    `newest`: the commit to look back from.
    """
    found: list[str] = []
    asked = list(paths)
    while asked:
        came = [
            (
                step,
                {each.path.rpartition("/")[2] for side in step.touched for each in side if not each.before},
            )
            for step in steps(repository, (newest,), tuple(asked))
        ]
        gone = [
            each.path
            for step, names in came
            if names and step.commit.parents
            for each in touched_by(repository, step.commit)
            if not each.after and each.path.rpartition("/")[2] in names
        ]
        asked = [path for path in dict.fromkeys(gone) if path not in (*found, *paths)]
        found += asked
    return tuple(found)


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
