"""The audit: every commit of a range judged by the rules on changes, as CI and the commands judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from cleanledger import git
from cleanledger.checks.change import Batch, Change
from cleanledger.checks.past import GRACE_DAYS
from cleanledger.checks.run import problems_of_batch, problems_of_change, stamp
from cleanledger.checks.together import trusted
from cleanledger.errors import EnvironmentFailure
from cleanledger.history.places import below, entry_path, place_of
from cleanledger.history.stream import Edge, Moved, changes
from cleanledger.history.surroundings import surroundings_of
from cleanledger.history.versions import Version as EntryVersion
from cleanledger.history.versions import Versions, setting_at
from cleanledger.history.withdrawing import takes_back
from cleanledger.i18n import _
from cleanledger.model.audited import Audited, Unchecked
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.policy import Version
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document


@dataclass(frozen=True)
class Wish:
    """What the auditor brings: a policy of their own, and the keys that they trust."""

    policy: tuple[Version, ...] | None = None
    signers: Path | None = None


@dataclass(frozen=True)
class _Ground:
    """What a commit's successors are judged by."""

    setting: Setting | None
    trusted: tuple[Version, ...]


def audit(
    repository: git.Repository, folder: Path, wanted: Sequence[str] = ("HEAD",), wish: Wish | None = None
) -> Audited:
    """Judges every commit that `wanted` names (as `git rev-list` takes them) by the rules on changes.

    `folder`: that of book.yaml in the work tree. A shallow clone is an EnvironmentFailure.
    """
    if git.is_shallow(repository):
        raise EnvironmentFailure(
            _("this clone is shallow: its older commits were left out, and cannot be judged"),
            _("fetch them: git fetch --unshallow; in CI set fetch-depth: 0"),
        )
    found = _Audit(repository, repository.relative(folder), wish or Wish())
    for moved in found.moved(wanted):
        found.take(moved)
    found.result.has_remote = git.has_remote(repository)
    found.result.findings += surroundings_of(repository)
    return found.result


class _Audit:
    """One run over a stream."""

    def __init__(self, repository: git.Repository, folder: str, wish: Wish) -> None:
        self.repository = repository
        self.folder = folder
        self.wish = wish
        self.versions = Versions(repository)
        self.result = Audited()
        self._grounds: dict[str, _Ground] = {}
        self._taken_out: dict[str, list[str]] = defaultdict(list)
        self._lost: dict[tuple[str, str], Entry] = {}
        self._seen: set[str] = set()
        self._is_whole = True
        self._last: Moved | None = None

    @cached_property
    def _elsewhere(self) -> frozenset[str]:
        """Where other books lie today."""
        if self.repository.head is None:
            return frozenset()
        tree = git.tree_below(self.repository, self.repository.head, ".")
        places = (place_of(path) for path in tree if path.rpartition("/")[2] == "book.yaml")
        return frozenset(place.folder for place in places if place) - {self.folder}

    def moved(self, wanted: Sequence[str]) -> Iterator[Moved]:
        self._is_whole = not any(each.startswith("^") or ".." in each for each in wanted)
        return changes(self.repository, self.folder, wanted, self.versions, self._elsewhere)

    def take(self, moved: Moved) -> None:
        commit, result = moved.commit, self.result
        result.first = result.first or commit.id
        result.last = commit.id
        result.commits += 1
        ground = self._ground_before(moved)
        after = self._setting_after(moved, ground)
        setting = after or ground.setting
        if setting is None:
            self._grounds[commit.id] = _Ground(None, ())
            self._note_gone(moved)
            return
        day = commit.time.astimezone(ZoneInfo(setting.book.timezone)).date()
        result.months[day.isoformat()[:7]] += 1
        judge = self._judging(ground, setting)
        versions = ground.trusted or judge.book.policy
        batch = Batch(ground.setting or setting, setting, day, ())
        if takes_back(self.repository, moved):
            result.withdrawn.append(commit.parents[0])
        else:
            signature = self._signature(moved, judge, day)
            changed = self._changes(moved, judge, day, signature)
            batch = replace(batch, changes=changed)
            self._judge(moved, batch)
        kept = trusted(versions, batch) if ground.setting else setting.book.policy
        self._grounds[commit.id] = _Ground(setting, kept)
        self._note_gone(moved)
        result.entries = len(self._seen)

    def _ground_before(self, moved: Moved) -> _Ground:
        """What held before a commit: of several parents, the first."""
        if not moved.commit.parents:
            return _Ground(None, ())
        parent = moved.commit.parents[0]
        if parent not in self._grounds:
            setting = setting_at(self.repository, parent, moved.folder)
            self._grounds[parent] = _Ground(setting, setting.book.policy if setting else ())
        return self._grounds[parent]

    def _setting_after(self, moved: Moved, ground: _Ground) -> Setting | None:
        if not moved.settings and ground.setting is not None:
            return ground.setting
        setting = setting_at(self.repository, moved.commit.id, moved.folder)
        if setting is None and moved.settings:
            self._skip(moved, _("the files of the book cannot be read in this version"))
        return setting

    def _judging(self, ground: _Ground, after: Setting) -> Setting:
        """The setting that a commit is judged by: its own people, the rules of before."""
        if self.wish.policy is not None:
            policy = self.wish.policy
        elif ground.setting is not None:
            policy = ground.trusted
        else:
            return after
        if policy == after.book.policy:
            return after
        return replace(after, book=after.book.model_copy(update={"policy": policy}))

    def _changes(self, moved: Moved, judge: Setting, day: date, signature: str) -> tuple[Change, ...]:
        found = []
        for edge in moved.edges:
            self._seen.add(edge.id)
            if edge.after is not None and edge.after.entry is None:
                self._skip(moved, _("this version cannot be read: {why}", why=edge.after.why), edge.id)
                if known := next(filter(None, self._parents(edge)), None):
                    self._lost[edge.id, edge.after.blob] = known
                continue
            found.append(self._change(moved, edge, judge, day, signature))
        if self._is_joint(found):
            self._skip(moved, _("it brings lines of several people or days at once (a squash, perhaps)"))
            found = [replace(each, is_joint=True) for each in found]
        for each in found:
            self._count(each)
        return tuple(found)

    def _parents(self, edge: Edge) -> Iterator[Entry | None]:
        """The entry in each parent; for a version that cannot be read the last one that could."""
        for version in edge.parents:
            yield self._readable(edge.id, version) if version else None

    def _readable(self, entry_id: str, version: EntryVersion) -> Entry | None:
        return version.entry or self._lost.get((entry_id, version.blob))

    def _change(self, moved: Moved, edge: Edge, judge: Setting, day: date, signature: str) -> Change:
        return Change(
            id=edge.id,
            parents=tuple(self._parents(edge)),
            after=edge.after.entry if edge.after else None,
            setting=judge,
            day=day,
            email=moved.commit.email,
            signature=signature,
            was_used=not any(edge.parents) and self._was_used(moved, edge),
            was_taken_out=edge.id in self._taken_out,
            swapped=edge.swapped,
        )

    def _was_used(self, moved: Moved, edge: Edge) -> bool:
        """Whether an ancestor of a commit has had another entry of this id."""
        earlier = self._taken_out.get(edge.id, ())
        if any(git.is_ancestor(self.repository, each, moved.commit.id) for each in earlier):
            return True
        parents = moved.commit.parents
        if self._is_whole or not parents:
            return False
        paths = (entry_path(place, edge.id) for place in self._places)
        return git.has_touched(self.repository, parents, edge.path, *paths)

    @cached_property
    def _places(self) -> tuple[str, ...]:
        """The folders that the book lies in, and lay in before."""
        book, newest = below(self.folder, "book.yaml"), self.repository.head or "HEAD"
        earlier = git.moved_from(self.repository, (book,), newest)
        return (self.folder, *(place.folder for path in earlier if (place := place_of(path))))

    def _is_joint(self, found: Iterable[Change]) -> bool:
        """Whether one commit brings lines of several people, or typed on several days."""
        lines = [(each, line) for each in found for _place, line in each.lines]
        people = {each.setting.directory.human(line.by, line.typed_on) for each, line in lines}
        days = {line.typed_on for _each, line in lines}
        apart = max(days) - min(days) if days else None
        return len(people) > 1 or bool(apart and apart.days > GRACE_DAYS)

    def _count(self, change: Change) -> None:
        for _place, line in change.lines:
            self.result.typists[line.by] += 1
            if line.did == "close":
                self.result.closings[line.date] += 1

    def _judge(self, moved: Moved, batch: Batch) -> None:
        edges = {edge.id: edge for edge in moved.edges}
        for change in batch.changes:
            problems = problems_of_change(change)
            if problems:
                edge = edges[change.id]
                version = edge.after or next(each for each in edge.parents if each)
                document = self.versions.document(version.blob, edge.path)
                for rule, problem in problems:
                    self._found(moved, stamp(problem, document, change.id, rule))
        for rule, key, problem in problems_of_batch(batch):
            self._found(moved, stamp(problem, self._document(moved, key, edges), key * (key in edges), rule))

    def _document(self, moved: Moved, key: str, edges: Mapping[str, Edge]) -> Document:
        edge = edges.get(key)
        if edge and edge.after:
            return self.versions.document(edge.after.blob, edge.path)
        path = below(moved.folder, key if key.endswith(".yaml") else f"{key}/ledger.yaml")
        entry = git.recorded_in(self.repository, moved.commit.id, (path,))[path]
        return self.versions.document(entry.id, path) if entry else Document(path)

    def _found(self, moved: Moved, finding: Finding) -> None:
        self.result.findings.append(replace(finding, commit=moved.commit.id))

    def _skip(self, moved: Moved, reason: str, entry: str = "") -> None:
        self.result.unchecked.append(Unchecked(moved.commit.id, reason, entry))

    def _note_gone(self, moved: Moved) -> None:
        for edge in moved.edges:
            if edge.after is None:
                self._taken_out[edge.id].append(moved.commit.id)
            if edge.renamed_from:
                self._taken_out[edge.renamed_from].append(moved.commit.id)

    def _signature(self, moved: Moved, judge: Setting, day: date) -> str:
        if not moved.edges and not moved.settings:
            return ""
        wanted = judge.policy_of("")(day).proof == "signed" or self.wish.signers is not None
        state = "none" if not moved.commit.is_signed else "unknown"
        if moved.commit.is_signed and self.wish.signers is not None:
            state = git.signature_of(self.repository, moved.commit.id, self.wish.signers)
        self.result.signatures[state] += 1
        if wanted and state == "unknown":
            self._skip(moved, _("it is signed, and no keys were named to check it by (--signers)"))
        return state
