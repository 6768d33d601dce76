"""Checkpoints of a repository: the tags that hold them, and what a commit gives to make one of."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from cleanledger import git
from cleanledger.history.places import below, place_of
from cleanledger.model.checkpoint import (
    Checkpoint,
    Held,
    Written,
    checkpoint_in,
    held,
    one_line,
    policy_sha256,
)
from cleanledger.model.source import Tree
from cleanledger.store.reader import read_document

PREFIX = "checkpoint"
_NUMBER = re.compile(rf"{PREFIX}/([1-9][0-9]{{0,8}})")
_REGULAR = "100"
_AT_ONCE = 2_000


class Marked(NamedTuple):
    """A tag `checkpoint/N`. `written` is None where it holds no text of a checkpoint."""

    number: int
    tag: git.Tag
    written: Written | None


class Given(NamedTuple):
    """What a commit gives for one book in it: the folder, name, entries and rules."""

    folder: str
    book: str
    held: Held
    policy: str


def read_checkpoints(repository: git.Repository) -> tuple[Marked, ...]:
    """Every checkpoint that the repository has as a tag, by number."""
    found = (
        Marked(int(number[1]), tag, checkpoint_in(tag.text))
        for tag in git.tags_below(repository, PREFIX)
        if (number := _NUMBER.fullmatch(tag.name))
    )
    return tuple(sorted(found))


def checkpoint_at(
    repository: git.Repository,
    folder: str,
    commit: str,
    *,
    number: int = 1,
    ref: str = "HEAD",
    previous: str | None = None,
) -> Checkpoint | None:
    """The checkpoint of the book in `folder` at a commit; None where there was no book in it."""
    given = next((each for each in given_by(repository, [commit])[commit] if each.folder == folder), None)
    if given is None:
        return None
    return Checkpoint(given.book, number, ref, commit, given.held, given.policy, previous)


def given_by(repository: git.Repository, commits: Collection[str]) -> Mapping[str, tuple[Given, ...]]:
    """What each commit gives, for every book that it has; each version of a file is read once."""
    trees = {commit: _Tree(git.tree_below(repository, commit, ".")) for commit in commits}
    hashes = hashes_of(repository, {blob for tree in trees.values() for blob in tree.entries})
    rules = git.blobs_of(repository, {blob for tree in trees.values() for blob in tree.rules})
    return {
        commit: tuple(_given(folder, tree, hashes, rules) for folder in tree.books)
        for commit, tree in trees.items()
    }


class _Tree:
    """The files of a commit, by the book that they belong to."""

    def __init__(self, files: Mapping[str, git.Entry]) -> None:
        self.books: dict[str, list[tuple[str, str]]] = {}
        self.policies: dict[str, list[tuple[str, str]]] = defaultdict(list)
        loose: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for path, entry in files.items():
            place = place_of(path) if entry.mode.startswith(_REGULAR) else None
            if place is None:
                continue
            if place.kind == "entry":
                loose[place.folder].append((place.name, entry.id))
            elif place.kind == "cover":
                self.policies[place.folder].append((f"{place.name}/ledger.yaml", entry.id))
            elif place.name == "book.yaml" and place.kind == "book":
                self.policies[place.folder].append((place.name, entry.id))
                self.books[place.folder] = loose[place.folder]

    @property
    def entries(self) -> Iterator[str]:
        return (blob for files in self.books.values() for _id, blob in files)

    @property
    def rules(self) -> Iterator[str]:
        return (blob for folder in self.books for _path, blob in self.policies[folder])


def _given(folder: str, tree: _Tree, hashes: Mapping[str, str], rules: Mapping[str, bytes]) -> Given:
    texts = {
        path: read_document(rules[blob], below(folder, path)).data or {}
        for path, blob in tree.policies[folder]
    }
    name = texts["book.yaml"].get("name")
    policies: dict[str, Tree] = {path: data["policy"] for path, data in texts.items() if "policy" in data}
    return Given(
        folder,
        one_line(name if isinstance(name, str) else ""),
        held((entry_id, hashes[blob]) for entry_id, blob in tree.books[folder]),
        policy_sha256(policies),
    )


def hashes_of(repository: git.Repository, blobs: Iterable[str]) -> dict[str, str]:
    """The sha256 of each blob's content; only a part of them is in memory at once."""
    wanted = sorted(blobs)
    found: dict[str, str] = {}
    for at in range(0, len(wanted), _AT_ONCE):
        contents = git.blobs_of(repository, wanted[at : at + _AT_ONCE])
        found |= {blob: hashlib.sha256(content).hexdigest() for blob, content in contents.items()}
    return found
