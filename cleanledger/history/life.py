"""The life of one entry as its commits tell it: a happening per line of the log, and what no line tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cleanledger import git
from cleanledger.checks.accounted import FIELDS, foreign, unaccounted
from cleanledger.checks.change import Change, is_within
from cleanledger.history.places import entry_path
from cleanledger.history.stream import Edge, Moved, changes, is_renumbering
from cleanledger.history.versions import Versions
from cleanledger.history.withdrawing import takes_back
from cleanledger.model.corrections import as_tree
from cleanledger.model.entry import Entry
from cleanledger.model.happening import Happening
from cleanledger.model.log import LogLine
from cleanledger.model.setting import Setting


@dataclass(frozen=True)
class Asked:
    """Whose life is asked for, and by which setting its lines are replayed."""

    entry_id: str
    former: tuple[str, ...]
    """Its ids before it was renumbered."""
    setting: Setting
    signers: Path | None = None


def life_of(repository: git.Repository, folder: Path, asked: Asked) -> tuple[Happening, ...]:
    """What happened to an entry, the earliest first."""
    return _Life(repository, repository.relative(folder), asked).until("HEAD")


@dataclass(frozen=True)
class _Life:
    """The life of one entry, by all its ids; `place`: the book's folder from the root."""

    repository: git.Repository
    place: str
    asked: Asked

    def until(self, commit: str) -> tuple[Happening, ...]:
        """What happened up to a commit, in the order of the days as far as parents go before children."""
        ids = (self.asked.entry_id, *self.asked.former)
        found: list[Happening] = []
        for moved in self._moved(commit, ids):
            for edge in moved.edges:
                if edge.id not in ids and edge.renamed_from not in ids:
                    continue
                if self._went_on(moved, edge):
                    # What the other entry did under this id, before it got its own, is no part of this life.
                    end = moved.commit.id
                    found = [each for each in found if not git.is_ancestor(self.repository, each.commit, end)]
                else:
                    found += self._of_edge(moved, edge, ids)
        return tuple(found)

    def _moved(self, commit: str, ids: Sequence[str]) -> Iterator[Moved]:
        """The commits that touch the entry's files, and those that did where the book lay before."""
        paths = tuple(entry_path(self.place, each) for each in ids)
        steps = git.steps_of(self.repository, commit, paths)
        return changes(self.repository, self.place, steps, Versions(self.repository))

    def _of_edge(self, moved: Moved, edge: Edge, ids: Sequence[str]) -> Iterator[Happening]:
        whole = edge
        if is_renumbering(moved.commit) and edge.after and not any(edge.parents):
            # Of the files of this entry alone one does not see which id it had: that is another's now.
            whole = self._seen_whole(moved, edge)
            if whole.renamed_from and whole.renamed_from not in ids:
                before = replace(self.asked, entry_id=whole.renamed_from, former=())
                yield from replace(self, asked=before, place=moved.folder).until(moved.commit.parents[0])
        yield from _happened(self.repository, moved, whole, self.asked)

    def _went_on(self, moved: Moved, edge: Edge) -> bool:
        """Whether an entry that is gone goes on by another id."""
        return (
            edge.after is None
            and is_renumbering(moved.commit)
            and all(each.id != edge.id for each in self._whole(moved))
        )

    def _seen_whole(self, moved: Moved, edge: Edge) -> Edge:
        return next((each for each in self._whole(moved) if each.id == edge.id), edge)

    def _whole(self, moved: Moved) -> tuple[Edge, ...]:
        """The edges of one commit among all the files that it touches."""
        steps = git.steps(self.repository, [moved.commit.id])
        found = changes(self.repository, moved.folder, steps, Versions(self.repository))
        return tuple(edge for step in found for edge in step.edges)


def _happened(repository: git.Repository, moved: Moved, edge: Edge, asked: Asked) -> Iterator[Happening]:
    commit = moved.commit
    signature = "none" if not commit.is_signed else "unknown"
    if commit.is_signed and asked.signers:
        signature = git.signature_of(repository, commit.id, asked.signers)
    base = Happening(
        commit=commit.id, time=commit.time, author=commit.author, email=commit.email, signature=signature
    )
    if takes_back(repository, moved):
        yield base._replace(what="withdrawn")
        return
    if edge.after is not None and edge.after.entry is None:
        yield base._replace(what="unreadable", note=edge.after.why)
        return
    if edge.after is None:
        yield base._replace(what="gone")
        return
    if edge.renamed_from:
        yield base._replace(what="renumbered", was=edge.renamed_from, now=edge.id)
    change = _change(edge, asked.setting, moved)
    yield from _by_lines(base, change)
    yield from _by_hand(base, change)
    yield from _of_merge(base, change)


def _change(edge: Edge, setting: Setting, moved: Moved) -> Change:
    return Change(
        id=edge.id,
        parents=edge.entries,
        after=edge.after.entry if edge.after else None,
        setting=setting,
        day=moved.commit.time.date(),
        swapped=edge.swapped,
    )


def _by_lines(base: Happening, change: Change) -> Iterator[Happening]:
    """A happening for each line that the commit brings; an extension with its number in the round."""
    numbers = {
        step.index: step.after.extended
        for step in (change.replay.steps if change.replay else ())
        if step.line.did == "extend" and step.line.approved_by
    }
    for place, line in change.lines:
        yield base._replace(what="line", line=as_tree(line), nth=numbers.get(place, 0))


def _by_hand(base: Happening, change: Change) -> Iterator[Happening]:
    """What changed, and no line says so."""
    before, after = change.before, change.after
    if change.is_merge or before is None or after is None:
        return
    if not is_within(before.log, after.log):
        yield base._replace(what="rewritten", note=str(_lost(before, after)))
    for name in ("status", "round", "due"):
        if getattr(before, name) != getattr(after, name) and not change.added:
            yield _hand(base, name, before, after)
    for name in unaccounted(change):
        if name != "aliases":
            yield _hand(base, name, before, after)


def _hand(base: Happening, name: str, before: Entry, after: Entry) -> Happening:
    trees = [entry.model_dump(by_alias=True, mode="json", warnings=False) for entry in (before, after)]
    return base._replace(what="hand", field=name, was=trees[0].get(name), now=trees[1].get(name))


def _lost(before: Entry, after: Entry) -> int:
    return sum(1 for line in before.log if line not in after.log)


def _of_merge(base: Happening, change: Change) -> Iterator[Happening]:
    """What a merge made of several sides, where they differ."""
    after = change.after
    if not change.is_merge or after is None:
        return
    lost: Sequence[LogLine] = [
        line for parent in change.parents if parent for line in parent.log if line not in after.log
    ]
    own = [name for name in foreign(change) if name in FIELDS]
    if lost:
        yield base._replace(what="dropped", note=str(len(lost)))
    elif own:
        yield base._replace(what="made-up", field=own[0])
    elif not any(parent is None for parent in change.parents) and after not in change.parents:
        yield base._replace(what="merged")
