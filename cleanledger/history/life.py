"""The life of one entry as its commits tell it: a happening per line of the log, and what no line tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleanledger import git
from cleanledger.checks.accounted import FIELDS, foreign, unaccounted
from cleanledger.checks.change import Change, is_within
from cleanledger.history.places import entry_path
from cleanledger.history.stream import Edge, Moved, changes
from cleanledger.history.versions import Versions
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
    ids = (asked.entry_id, *asked.former)
    place = repository.relative(folder)
    paths = tuple(entry_path(place, each) for each in ids)
    versions = Versions(repository)
    found: list[Happening] = []
    for moved in _moved(repository, place, paths, versions):
        for edge in moved.edges:
            if edge.id in ids or edge.renamed_from in ids:
                found += _happened(repository, moved, edge, asked)
    return tuple(found)


def _moved(
    repository: git.Repository, place: str, paths: tuple[str, ...], versions: Versions
) -> Iterator[Moved]:
    """The commits that touch `paths`, and those that touched them where the book lay before."""
    return changes(repository, place, git.steps_of(repository, paths), versions)


def _happened(repository: git.Repository, moved: Moved, edge: Edge, asked: Asked) -> Iterator[Happening]:
    commit = moved.commit
    signature = "none" if not commit.is_signed else "unknown"
    if commit.is_signed and asked.signers:
        signature = git.signature_of(repository, commit.id, asked.signers)
    base = Happening(
        commit=commit.id, time=commit.time, author=commit.author, email=commit.email, signature=signature
    )
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
