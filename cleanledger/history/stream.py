"""The stream of changes: every commit, every parent, entries matched by id, whatever their files are."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cleanledger import git
from cleanledger.history.places import Place, entry_of, entry_path, place_of
from cleanledger.history.versions import Version, Versions
from cleanledger.model.entry import Entry

_READ_AHEAD = 500
"""Versions, and commits."""


class Edge(NamedTuple):
    """What one commit has of an entry, and what each of its parents has; None: nothing."""

    id: str
    path: str
    parents: tuple[Version | None, ...]
    after: Version | None
    renamed_from: str = ""
    swapped: frozenset[str] = frozenset()
    """Evidence that was there, and is gone or another file."""

    @property
    def entries(self) -> tuple[Entry | None, ...]:
        """The entry in each parent, as far as it could be read."""
        return tuple(version.entry if version else None for version in self.parents)


@dataclass(frozen=True)
class Moved:
    """One commit of the stream: its edges, sorted by id; which files of the setting it changed."""

    commit: git.Commit
    edges: tuple[Edge, ...]
    folder: str
    settings: frozenset[str] = field(default_factory=frozenset)
    attributes: tuple[str, ...] = ()
    """Paths of `.gitattributes` files that it changed."""
    step: git.Step | None = None


def changes(
    repository: git.Repository,
    folder: str,
    steps: Iterable[git.Step],
    versions: Versions,
    elsewhere: frozenset[str] = frozenset(),
    *,
    folders: Mapping[str, str] | None = None,
) -> Iterator[Moved]:
    """The commits of `steps`, parents first, each with the entries that it has otherwise.

    `folder`: the book's, from the root. `elsewhere`: folders of other books, which are left alone.
    `folders`: where the book lies in commits that are not among them.
    """
    here = folder
    commits = (_Found(step, elsewhere) for step in steps)
    while ahead := _some(commits):
        versions.prepare(blob for found in ahead for blob in found.blobs())
        for found in ahead:
            step = found.step
            before = (folders or {}).get(next(iter(step.commit.parents), ""))
            here = found.folder or before or here
            edges = _edges(repository, found, here, versions)
            yield Moved(step.commit, edges, here, frozenset(found.settings), tuple(found.attributes), step)


def _some(commits: Iterator["_Found"]) -> list["_Found"]:
    """The next commits, as many as are read in one go: each request is a program that starts."""
    ahead: list[_Found] = []
    blobs = 0
    while blobs < _READ_AHEAD and len(ahead) < _READ_AHEAD and (found := next(commits, None)):
        ahead.append(found)
        blobs += sum(1 for _blob in found.blobs())
    return ahead


class _Found:
    """The paths of one commit, by what they are."""

    def __init__(self, step: git.Step, elsewhere: frozenset[str]) -> None:
        self.step = step
        self.sides = [_Side(), *(_Side() for _more in step.touched[1:])]
        self.settings: set[str] = set()
        self.attributes: list[str] = []
        self.folder = ""
        for side, touched in zip(self.sides, step.touched, strict=False):
            for each in touched:
                place = place_of(each.path)
                if place and place.folder not in elsewhere:
                    self._take(side, place, each)
                elif each.path.rpartition("/")[2] == ".gitattributes" and each.after:
                    self.attributes.append(each.path)

    def _take(self, side: "_Side", place: Place, each: git.Touched) -> None:
        if each.after and place.kind != "evidence":
            self.folder = place.folder
        if place.kind == "entry":
            side.take(side.entries, place.name, each)
            if each.after:
                side.paths[place.name] = each.path
        elif place.kind == "evidence":
            side.take(side.evidence, place.name, each)
        else:
            self.settings.add(place.name)

    def blobs(self) -> Iterator[tuple[str, str]]:
        for side in self.sides:
            for entry_id, (before, after) in side.entries.items():
                yield from ((entry_id, blob) for blob in (before, after) if blob)


class _Side:
    """What a commit has otherwise than one parent: blobs before and after, by entry or path of evidence."""

    def __init__(self) -> None:
        self.entries: dict[str, tuple[str | None, str | None]] = {}
        self.evidence: dict[str, tuple[str | None, str | None]] = {}
        self.paths: dict[str, str] = {}

    def take(self, into: dict[str, tuple[str | None, str | None]], name: str, each: git.Touched) -> None:
        # A file that was moved is gone in one place and new in another: by its id it is one.
        before, after = into.get(name, (None, None))
        old = each.before.id if each.before else None
        new = each.after.id if each.after else None
        into[name] = (before or old, after or new)


def _edges(repository: git.Repository, found: _Found, folder: str, versions: Versions) -> tuple[Edge, ...]:
    ids = {entry_id for side in found.sides for entry_id in side.entries}
    silent = _swapped_alone(found) - ids
    renames = _renames(found, versions) if len(found.sides) == 1 else {}
    kept = _unchanged(repository, found.step.commit.id, silent, folder)
    edges = [_edge(entry_id, found, folder, versions, (renames, kept)) for entry_id in sorted({*ids, *kept})]
    return tuple(each for each in edges if each.id not in renames and not _is_same(each))


def _is_same(edge: Edge) -> bool:
    """Whether nothing is left of a change: a file that was only moved."""
    return not edge.swapped and all(
        parent and edge.after and parent.blob == edge.after.blob and not edge.renamed_from
        for parent in edge.parents
    )


def _swapped_alone(found: _Found) -> set[str]:
    return {
        entry_of(path)
        for side in found.sides
        for path, (before, after) in side.evidence.items()
        if before and before != after
    }


def _unchanged(repository: git.Repository, commit: str, ids: Iterable[str], folder: str) -> dict[str, str]:
    """The blobs of entries whose file the commit leaves alone."""
    paths = {entry_path(folder, each): each for each in ids if "-" in each}
    recorded = git.recorded_in(repository, commit, tuple(paths)) if paths else {}
    return {paths[path]: entry.id for path, entry in recorded.items() if entry}


def _edge(
    entry_id: str,
    found: _Found,
    folder: str,
    versions: Versions,
    between: tuple[Mapping[str, str], Mapping[str, str]],
) -> Edge:
    renames, kept = between
    sides = [side for side in found.sides if entry_id in side.entries]
    after = kept.get(entry_id) or next((blob for side in sides if (blob := side.entries[entry_id][1])), None)
    former = next((old for old, new in renames.items() if new == entry_id), "")
    befores = [_before(entry_id, former, side, after) for side in found.sides]

    def version(blob: str) -> Version:
        return versions.renamed(entry_id, blob, renames) if renames else versions.of(entry_id, blob)

    path = next((side.paths[entry_id] for side in found.sides if entry_id in side.paths), "")
    return Edge(
        entry_id,
        path or entry_path(folder, entry_id),
        tuple(version(blob) if blob else None for blob in befores),
        version(after) if after else None,
        former,
        _swapped(entry_id, found.sides[0], renames),
    )


def _before(entry_id: str, former: str, side: _Side, after: str | None) -> str | None:
    if former:
        return side.entries[former][0]
    return side.entries[entry_id][0] if entry_id in side.entries else after


def _swapped(entry_id: str, side: _Side, renames: Mapping[str, str]) -> frozenset[str]:
    """The evidence of an entry that is gone or another file, by the path that it should have now."""
    found = set()
    for path, (before, after) in side.evidence.items():
        owner = entry_of(path)
        now = path.replace(owner, renames[owner]) if owner in renames else path
        later = side.evidence.get(now, (None, None))[1] if now != path else after
        if before and before != later and renames.get(owner, owner) == entry_id:
            found.add(now)
    return frozenset(found)


_RENUMBERED = "\nLedger-Action: renumber"


def is_renumbering(commit: git.Commit) -> bool:
    """Whether entries get other ids in a commit, as it says; one that gave way to another has no alias."""
    return _RENUMBERED in commit.message and len(commit.parents) == 1


def _is_same_life(versions: Versions, side: _Side, old: str, entry: Entry) -> bool:
    """Whether an entry that went is the one that came, by another id."""
    before, _after = side.entries[old]
    former = versions.renamed(entry.id, before, {old: entry.id}).entry if before else None
    return former is not None and former.log == entry.log and former.title == entry.title


def _renames(found: _Found, versions: Versions) -> dict[str, str]:
    """The entries that got another number in this commit: the new one names the old among its aliases."""
    (side,) = found.sides
    gone = {entry_id for entry_id, (_before, after) in side.entries.items() if after is None}
    renames: dict[str, str] = {}
    for entry_id, (before, after) in side.entries.items() if gone else ():
        entry = versions.of(entry_id, after).entry if after and not before else None
        renames |= {old: entry_id for old in (entry.aliases if entry else ()) if old in gone}
        if entry and is_renumbering(found.step.commit):
            renames |= {
                old: entry_id for old in gone - renames.keys() if _is_same_life(versions, side, old, entry)
            }
    return renames
