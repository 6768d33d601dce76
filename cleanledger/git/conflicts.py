"""What git could not merge: the versions that its index keeps, or that a commit with markers came from."""

import os
from collections.abc import Mapping
from typing import NamedTuple

from cleanledger.git.objects import blobs_of, recorded_in
from cleanledger.git.process import GitFailure
from cleanledger.git.repository import Repository, ask

_PARENTS_OF_A_MERGE = 2


class Sides(NamedTuple):
    """One file in three versions. None: that side does not have it."""

    base: bytes | None
    ours: bytes | None
    theirs: bytes | None


def conflicts(repository: Repository) -> Mapping[str, Sides]:
    """Every path in conflict, as the index has it, by its name from the root."""
    ids: dict[str, dict[str, str]] = {}
    for line in filter(None, ask(repository, "ls-files", "-u", "-z", "--full-name").split(b"\0")):
        facts, _tab, path = line.partition(b"\t")
        _mode, blob, stage = facts.decode().split()
        ids.setdefault(os.fsdecode(path), {})[stage] = blob
    blobs = blobs_of(repository, {blob for stages in ids.values() for blob in stages.values()})
    return {
        path: Sides(*(blobs[stages[stage]] if stage in stages else None for stage in "123"))
        for path, stages in ids.items()
    }


def sides_of_merge(repository: Repository, path: str) -> Sides | None:
    """What the parents of the last commit have of `path`, and what they come from; None if it is no merge."""
    if repository.head is None:
        return None
    words = ask(repository, "rev-list", "--parents", "--max-count=1", repository.head).decode().split()
    parents = words[1:]
    if len(parents) != _PARENTS_OF_A_MERGE:
        return None
    try:
        base = ask(repository, "merge-base", *parents).decode().strip()
    except GitFailure:
        base = None  # the two have nothing in common
    entries = [recorded_in(repository, commit, [path])[path] for commit in (base, *parents)]
    blobs = blobs_of(repository, {entry.id for entry in entries if entry})
    return Sides(*(blobs[entry.id] if entry else None for entry in entries))
