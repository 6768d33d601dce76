"""Entries that were taken out earlier: whether their number was used, and whether they are back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from cleanledger import git
from cleanledger.checks.change import is_prefix
from cleanledger.history.places import below, entry_path, place_of
from cleanledger.history.stream import Edge, Moved
from cleanledger.history.versions import Version, Versions


class TakenOut:
    """What the commits of a stream have taken out, asked for one commit after the other.

    `is_whole`: whether the stream began with the first commit; else git is asked for what lies before.
    """

    def __init__(self, repository: git.Repository, versions: Versions, *, is_whole: bool) -> None:
        self._repository = repository
        self._versions = versions
        self._is_whole = is_whole
        self._by: dict[str, list[str]] = defaultdict(list)
        self._folders: tuple[str, ...] | None = None
        # Of the last question alone: the next is asked of another entry.
        self._touching: dict[tuple[str, str], str] = {}
        self._removed: dict[tuple[str, str], tuple[str, ...]] = {}

    def note(self, commit: str, ids: Iterable[str]) -> None:
        """The entries that a commit took out."""
        for entry_id in ids:
            self._by[entry_id].append(commit)

    def was_taken_out(self, moved: Moved, edge: Edge) -> bool:
        """Whether an ancestor of a commit took the entry out."""
        return bool(self._removals(moved, edge))

    def _removals(self, moved: Moved, edge: Edge) -> tuple[str, ...]:
        """The ancestors of a commit that took the entry out, the last first."""
        key = moved.commit.id, edge.id
        if key not in self._removed:
            earlier = reversed(self._by.get(edge.id, []))
            known = (each for each in earlier if git.is_ancestor(self._repository, each, moved.commit.id))
            self._removed = {key: tuple(known)}
        return self._removed[key]

    def was_used(self, moved: Moved, edge: Edge) -> bool:
        """Whether an ancestor of a commit has had another entry of this id."""
        if self.was_taken_out(moved, edge):
            return True
        return not self._is_whole and bool(self._last_touching(moved, edge))

    def brought_back(self, moved: Moved, edge: Edge) -> Edge:
        """The edge of an entry that was gone and is there again, as if it had never been gone."""
        after = edge.after.entry if edge.after else None
        if after is None or any(edge.parents):
            return edge
        for former in self._gone_before(moved, edge):
            was = former.entry
            if was and after.log and was.title == after.title and is_prefix(was.log, after.log):
                return edge._replace(parents=(former,) * len(edge.parents))
        return edge

    def _gone_before(self, moved: Moved, edge: Edge) -> Iterator[Version]:
        """What was taken out under the id of an edge before a commit, the last first."""
        known = self._removals(moved, edge)
        if not known and not self._is_whole and (last := self._last_touching(moved, edge)):
            known = (last,)
        for commit in known:
            for parent in git.read_commit(self._repository, commit).parents:
                if found := git.recorded_in(self._repository, parent, (edge.path,))[edge.path]:
                    yield self._versions.of(edge.id, found.id)

    def _last_touching(self, moved: Moved, edge: Edge) -> str:
        key = moved.commit.id, edge.path
        if key not in self._touching:
            paths = (edge.path, *(entry_path(place, edge.id) for place in self._places(moved)))
            self._touching = {key: git.last_touching(self._repository, moved.commit.parents, *paths)}
        return self._touching[key]

    def _places(self, moved: Moved) -> tuple[str, ...]:
        """The folders that the book lay in, of late and before."""
        if self._folders is None:
            steps = git.steps_of(self._repository, moved.commit.id, (below(moved.folder, "book.yaml"),))
            paths = (each.path for step in steps for side in step.touched for each in side)
            self._folders = tuple(dict.fromkeys(place.folder for path in paths if (place := place_of(path))))
        return self._folders
