"""Which commit of a history gives the digits that somebody kept on paper.

The walk goes along first parents from the roots, a book in hand: each commit changes it by what it has
otherwise than its first parent, and on the way back the change is taken back. So a tree is never read whole.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

from cleanledger import git
from cleanledger.history.checkpoints import hashes_of
from cleanledger.history.places import place_of
from cleanledger.model.checkpoint import Held, digits_of, held_in, order

_REGULAR = "100"
_BOOK = "book.yaml"


class Passed(NamedTuple):
    """A commit, and the entries of one book in it."""

    commit: str
    held: Held

    @property
    def digits(self) -> str:
        """The digits that it gives."""
        return digits_of(self.commit, self.held)


class _Turn(NamedTuple):
    """One file as a commit finds it and leaves it: blobs, None where there is none.

    `entry_id` is empty for book.yaml.
    """

    folder: str
    entry_id: str
    before: str | None
    after: str | None


_Key: TypeAlias = "tuple[str, int, str]"


def find_commit(repository: git.Repository, newest: str, digits: str) -> Passed | None:
    """The commit of the history of `newest` whose digits these are; None where none gives them."""
    return next((each for each in walk(repository, newest) if each.digits == digits), None)


def find_entries(repository: git.Repository, newest: str, entries: Held) -> Passed | None:
    """A commit of the history of `newest` that holds exactly these entries, whoever made it and when."""
    return next((each for each in walk(repository, newest) if each.held == entries), None)


def walk(repository: git.Repository, newest: str) -> Iterator[Passed]:
    """Every commit of a history with the entries of each book in it."""
    turns: dict[str, tuple[_Turn, ...]] = {}
    after: dict[str, list[str]] = defaultdict(list)
    for step in git.steps(repository, git.commits_in(repository, (newest,))):
        turns[step.commit.id] = tuple(_turns(step.touched[0]))
        after[step.commit.parents[0] if step.commit.parents else ""].append(step.commit.id)
    blobs = {blob for each in turns.values() for turn in each for blob in turn[2:] if blob}
    hand = _Hand(hashes_of(repository, blobs))
    path: list[tuple[str, Iterator[str]]] = [("", iter(after[""]))]
    while path:
        commit = next(path[-1][1], None)
        if commit is None:
            hand.turn_back(turns.get(path.pop()[0], ()))
            continue
        hand.turn(turns[commit])
        path.append((commit, iter(after.get(commit, ()))))
        yield from map(partial(Passed, commit), hand.books())


def _turns(touched: Sequence[git.Touched]) -> Iterator[_Turn]:
    for path, before, after in touched:
        place = place_of(path)
        if place and place.kind == "entry":
            yield _Turn(place.folder, place.name, _blob(before), _blob(after))
        elif place and (place.kind, place.name) == ("book", _BOOK):
            yield _Turn(place.folder, "", _blob(before), _blob(after))


def _blob(entry: git.Entry | None) -> str | None:
    return entry.id if entry and entry.mode.startswith(_REGULAR) else None


class _Hand:
    """The entries of every book at one commit, by folder."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._hashes = hashes
        self._shelves: dict[str, _Entries] = defaultdict(_Entries)
        self._books: set[str] = set()

    def turn(self, turns: Sequence[_Turn]) -> None:
        for folder, entry_id, _before, after in turns:
            self._put(folder, entry_id, after)

    def turn_back(self, turns: Sequence[_Turn]) -> None:
        for folder, entry_id, before, _after in turns:
            self._put(folder, entry_id, before)

    def _put(self, folder: str, entry_id: str, blob: str | None) -> None:
        if entry_id:
            self._shelves[folder].put(entry_id, self._hashes[blob] if blob else None)
        elif blob:
            self._books.add(folder)
        else:
            self._books.discard(folder)

    def books(self) -> Iterator[Held]:
        return (self._shelves[folder].held() for folder in self._books)


class _Entries:
    """Lines of one book in their order; they are hashed only when somebody asks after a change."""

    def __init__(self) -> None:
        self._keys: list[_Key] = []
        self._lines: dict[_Key, bytes] = {}
        self._held: Held | None = None

    def put(self, entry_id: str, sha256: str | None) -> None:
        key = order(entry_id)
        self._held = None
        if sha256 is None:
            if self._lines.pop(key, None) is not None:
                del self._keys[bisect_left(self._keys, key)]
            return
        if key not in self._lines:
            insort(self._keys, key)
        self._lines[key] = f"{entry_id} {sha256}\n".encode()

    def held(self) -> Held:
        if self._held is None:
            self._held = held_in(b"".join(map(self._lines.__getitem__, self._keys)), len(self._keys))
        return self._held
