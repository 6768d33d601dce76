"""The audit: every commit of a range judged by the rules on changes, as CI and the commands judge."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from cleanledger import git
from cleanledger.checks.change import Batch, Change, is_prefix
from cleanledger.checks.past import GRACE_DAYS
from cleanledger.checks.run import problems_of_batch, problems_of_change, stamp
from cleanledger.checks.together import trusted, trusted_of_ledgers
from cleanledger.errors import EnvironmentFailure
from cleanledger.history.places import below, place_of
from cleanledger.history.sides import settings_of_sides, worked_on
from cleanledger.history.stream import Edge, Moved, changes
from cleanledger.history.surroundings import surroundings_of
from cleanledger.history.versions import Version as EntryVersion
from cleanledger.history.versions import Versions, setting_at
from cleanledger.i18n import _
from cleanledger.model.audited import Audited, Unchecked
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.policy import Rules, Version
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
    of_ledgers: Mapping[str, Rules | None] = field(default_factory=dict)
    """The own rules of ledgers, as far as no commit made them looser."""


def _first_ground(setting: Setting) -> _Ground:
    rules = {ledger: cover.policy for ledger, cover in setting.covers.items()}
    return _Ground(setting, setting.book.policy, rules)


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
        self._touching: dict[tuple[str, str], str] = {}
        self._removed: dict[tuple[str, str], tuple[str, ...]] = {}
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
        batch = Batch(ground.setting or setting, setting, day, (), sides=self._sides(moved))
        is_undo = self._is_undo(moved)
        if is_undo:
            result.withdrawn.append(commit.parents[0])
        else:
            signature = self._signature(moved, judge, day)
            changed = self._changes(moved, judge, day, signature)
            batch = replace(batch, changes=changed)
            self._judge(moved, batch)
        self._grounds[commit.id] = self._ground_after(moved, ground, versions, batch, is_undo=is_undo)
        self._note_gone(moved)
        result.entries = len(self._seen)

    def _ground_before(self, moved: Moved) -> _Ground:
        """What held before a commit: of several parents, the first."""
        parents = moved.commit.parents
        return self._ground_of(moved, parents[0]) if parents else _Ground(None, ())

    def _ground_after(
        self, moved: Moved, ground: _Ground, versions: tuple[Version, ...], batch: Batch, *, is_undo: bool
    ) -> _Ground:
        if is_undo:
            # What was withdrawn judges nothing.
            (withdrawn,) = moved.commit.parents
            return self._ground_of(moved, git.read_commit(self.repository, withdrawn).parents[0])
        if ground.setting is None:
            return _first_ground(batch.after)
        return _Ground(batch.after, trusted(versions, batch), trusted_of_ledgers(ground.of_ledgers, batch))

    def _ground_of(self, moved: Moved, parent: str) -> _Ground:
        if parent not in self._grounds:
            setting = setting_at(self.repository, parent, moved.folder)
            self._grounds[parent] = _first_ground(setting) if setting else _Ground(None, ())
        return self._grounds[parent]

    def _sides(self, moved: Moved) -> tuple[Setting, ...]:
        """The settings that a merge joins, where it has another than one of them."""
        parents = moved.commit.parents
        if len(parents) == 1 or not moved.settings:
            return ()
        settings = (self._ground_of(moved, each).setting for each in parents)
        return settings_of_sides(self.repository, moved, settings)

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
        covers = {
            ledger: cover.model_copy(update={"policy": rules}) if rules and cover.policy != rules else cover
            for ledger, cover in after.covers.items()
            for rules in [ground.of_ledgers.get(ledger)]
        }
        if policy == after.book.policy and covers == after.covers:
            return after
        return replace(after, book=after.book.model_copy(update={"policy": policy}), covers=covers)

    def _changes(self, moved: Moved, judge: Setting, day: date, signature: str) -> tuple[Change, ...]:
        found = []
        for edge in moved.edges:
            self._seen.add(edge.id)
            if edge.after is not None and edge.after.entry is None:
                self._skip(moved, _("this version cannot be read: {why}", why=edge.after.why), edge.id)
                if known := next(filter(None, self._parents(edge)), None):
                    self._lost[edge.id, edge.after.blob] = known
                continue
            judged = worked_on(self.repository, moved, self._brought_back(moved, edge))
            found.append(self._change(moved, judged, judge, day, signature))
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
            was_taken_out=edge.after is None and self._was_taken_out(moved, edge),
            swapped=edge.swapped,
        )

    def _was_taken_out(self, moved: Moved, edge: Edge) -> bool:
        """Whether an ancestor of a commit took the entry out."""
        return bool(self._removals(moved, edge))

    def _removals(self, moved: Moved, edge: Edge) -> tuple[str, ...]:
        """The ancestors of a commit that took the entry out, the last first."""
        key = moved.commit.id, edge.id
        if key not in self._removed:
            earlier = reversed(self._taken_out.get(edge.id, []))
            known = (each for each in earlier if git.is_ancestor(self.repository, each, moved.commit.id))
            self._removed = {key: tuple(known)}
        return self._removed[key]

    def _was_used(self, moved: Moved, edge: Edge) -> bool:
        """Whether an ancestor of a commit has had another entry of this id."""
        if self._was_taken_out(moved, edge):
            return True
        return not self._is_whole and bool(self._last_touching(moved, edge))

    def _brought_back(self, moved: Moved, edge: Edge) -> Edge:
        """The edge of an entry that was gone and is there again, as if it had never been gone."""
        after = edge.after.entry if edge.after else None
        if after is None or any(edge.parents):
            return edge
        for former in self._gone_before(moved, edge):
            was = former.entry
            if was and after.log and was.title == after.title and is_prefix(was.log, after.log):
                return edge._replace(parents=(former,) * len(edge.parents))
        return edge

    def _gone_before(self, moved: Moved, edge: Edge) -> Iterator[EntryVersion]:
        """What was taken out under the id of an edge before a commit, the last first."""
        known = self._removals(moved, edge)
        if not known and not self._is_whole and (last := self._last_touching(moved, edge)):
            known = (last,)
        for commit in known:
            for parent in git.read_commit(self.repository, commit).parents:
                if found := git.recorded_in(self.repository, parent, (edge.path,))[edge.path]:
                    yield self.versions.of(edge.id, found.id)

    def _last_touching(self, moved: Moved, edge: Edge) -> str:
        key = moved.commit.id, edge.path
        if key not in self._touching:
            self._touching = {key: git.last_touching(self.repository, moved.commit.parents, edge.path)}
        return self._touching[key]

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

    def _is_undo(self, moved: Moved) -> bool:
        """Whether a commit takes back its only parent, by the same author, and does nothing else."""
        commit = moved.commit
        if len(commit.parents) != 1 or "\nLedger-Action: undo" not in commit.message:
            return False
        parent = git.read_commit(self.repository, commit.parents[0])
        if parent.email != commit.email or len(parent.parents) != 1 or moved.step is None:
            return False
        done = {each.path: each for each in git.touched_by(self.repository, parent)}
        return bool(done) and all(
            (there := done.get(each.path)) is not None
            and (there.before, there.after) == (each.after, each.before)
            for each in moved.step.touched[0]
        )

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
