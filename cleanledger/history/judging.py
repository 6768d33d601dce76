"""One commit after the other judged by the rules on changes, as CI and the commands judge."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from cleanledger import clock, git
from cleanledger.checks.change import Batch, Change
from cleanledger.checks.commits import Deed
from cleanledger.checks.past import GRACE_DAYS
from cleanledger.checks.run import problems_of_batch, problems_of_change, stamp
from cleanledger.history.deeds import deed_of, end_of_tomorrow
from cleanledger.history.grounds import Ground, Grounds, rules_of
from cleanledger.history.places import below, entry_path
from cleanledger.history.sides import worked_on
from cleanledger.history.stream import Edge, Moved
from cleanledger.history.taken_out import TakenOut
from cleanledger.history.versions import Version as EntryVersion
from cleanledger.history.versions import Versions, setting_at
from cleanledger.history.withdrawing import takes_back
from cleanledger.i18n import _
from cleanledger.model.audited import Unchecked, Verdict
from cleanledger.model.entry import Entry
from cleanledger.model.finding import Finding
from cleanledger.model.ids import ENTRY_ID
from cleanledger.model.policy import Rules, Version
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the auditor brings: a policy of their own, the keys that they trust, the day that it is.

    `today`: None: by the clock.
    """

    policy: tuple[Version, ...] | None = None
    signers: Path | None = None
    today: date | None = None
    is_fresh: bool = False
    """Whether every commit is judged anew, also those that were judged before."""


class Lost(NamedTuple):
    """A version of an entry that could not be read, and the last one before it that could."""

    entry: str
    blob: str
    known: str


class Judged(NamedTuple):
    """A verdict on one commit, and what those on its successors need of it.

    `committed`: when, as it says itself. `trusted`: the policy that its successors are judged by; None where
    that is what its book.yaml says. `of_ledgers`: the same for the own rules of ledgers.
    """

    verdict: Verdict
    committed: datetime
    trusted: tuple[Version, ...] | None = None
    of_ledgers: Mapping[str, Rules | None] | None = None
    lost: tuple[Lost, ...] = ()


class Judge:
    """Judges the commits of a stream, parents first; those that were judged before are recalled."""

    def __init__(self, repository: git.Repository, versions: Versions, wish: Wish, *, is_whole: bool) -> None:
        self._repository = repository
        self._versions = versions
        self._wish = wish
        self._grounds = Grounds(repository)
        self._taken_out = TakenOut(repository, versions, is_whole=is_whole)
        self._lost: dict[tuple[str, str], str] = {}
        self._committed: dict[str, datetime] = {}

    def recall(self, judged: Judged) -> None:
        """Takes over what a commit that was judged leaves to its successors."""
        commit = judged.verdict.commit
        self._committed[commit] = judged.committed
        self._grounds.note(commit, judged.trusted, judged.of_ledgers)
        self._taken_out.note(commit, judged.verdict.taken_out)
        self._lost |= {(each.entry, each.blob): each.known for each in judged.lost}

    def judge(self, moved: Moved) -> Judged:
        """The verdict on one commit, whose parents were judged or recalled."""
        commit = moved.commit
        verdict = Verdict(commit.id, moved.folder, commit.time.date(), commit.author, commit.email)
        ground = self._grounds.before(moved)
        setting = self._setting_after(moved, ground, verdict)
        judged = Judged(verdict, moved.commit.committed)
        if setting:
            judged = self._judged(moved, ground, setting, judged)
        verdict.taken_out += _gone(moved)
        self.recall(judged)
        self._grounds.keep(moved.commit.id, setting)
        return judged

    def _judged(self, moved: Moved, ground: Ground, setting: Setting, judged: Judged) -> Judged:
        verdict = judged.verdict
        day = moved.commit.time.astimezone(ZoneInfo(setting.book.timezone)).date()
        verdict.day, verdict.month = day, day.isoformat()[:7]
        judge = ground.judging(setting, self._wish.policy)
        batch = Batch(ground.setting or setting, setting, day, (), sides=self._grounds.sides(moved))
        lost: tuple[Lost, ...] = ()
        if takes_back(self._repository, moved):
            verdict.withdrawn = moved.commit.parents[0]
            # What was withdrawn judges nothing.
            before = git.read_commit(self._repository, verdict.withdrawn).parents[0]
            kept = self._grounds.of(before, moved.folder)
        else:
            verdict.signature = self._signature(moved, judge, day, verdict)
            changed, lost = self._changes(moved, judge, day, verdict)
            batch = replace(batch, changes=changed, deed=self._deed(moved, setting.book.timezone))
            verdict.findings += self._findings(moved, batch)
            kept = ground.after(batch, judge)
        return judged._replace(
            trusted=None if kept.trusted == setting.book.policy else kept.trusted,
            of_ledgers=None if kept.of_ledgers == rules_of(setting) else kept.of_ledgers,
            lost=lost,
        )

    def _deed(self, moved: Moved, zone: str) -> Deed | None:
        for parent in moved.commit.parents:
            if parent not in self._committed:
                self._committed[parent] = git.read_commit(self._repository, parent).committed
        latest = end_of_tomorrow(self._wish.today or clock.today(zone), zone)
        return deed_of(self._repository, moved, self._committed, latest)

    def _setting_after(self, moved: Moved, ground: Ground, verdict: Verdict) -> Setting | None:
        if not moved.settings and ground.setting is not None:
            return ground.setting
        setting = setting_at(self._repository, moved.commit.id, moved.folder)
        if setting is None and moved.settings:
            _skip(verdict, _("the files of the book cannot be read in this version"))
        return setting or ground.setting

    def _changes(
        self, moved: Moved, judge: Setting, day: date, verdict: Verdict
    ) -> tuple[tuple[Change, ...], tuple[Lost, ...]]:
        """What the commit changed, and the versions in it that cannot be read."""
        found, lost = [], []
        for edge in moved.edges:
            verdict.entries.append(edge.id)
            if edge.after is not None and edge.after.entry is None:
                _skip(verdict, _("this version cannot be read: {why}", why=edge.after.why), edge.id)
                known = (self._known(edge.id, version) for version in edge.parents if version)
                lost += [Lost(edge.id, edge.after.blob, blob) for blob in known if blob][:1]
            else:
                brought = worked_on(self._repository, moved, self._taken_out.brought_back(moved, edge))
                found.append(self._change(moved, brought, judge, day, verdict.signature))
        if _is_joint(found):
            _skip(verdict, _("it brings lines of several people or days at once (a squash, perhaps)"))
            found = [replace(each, is_joint=True) for each in found]
        for each in found:
            _count(each, verdict)
        return tuple(found), tuple(lost)

    def _known(self, entry_id: str, version: EntryVersion) -> str | None:
        """The blob of a version, or of the last one before it that could be read."""
        return version.blob if version.entry else self._lost.get((entry_id, version.blob))

    def _readable(self, entry_id: str, version: EntryVersion) -> Entry | None:
        if version.entry is None and (known := self._known(entry_id, version)):
            return self._versions.of(entry_id, known).entry
        return version.entry

    def _change(self, moved: Moved, edge: Edge, judge: Setting, day: date, signature: str) -> Change:
        return Change(
            id=edge.id,
            parents=tuple(each and self._readable(edge.id, each) for each in edge.parents),
            after=edge.after.entry if edge.after else None,
            setting=judge,
            day=day,
            email=moved.commit.email,
            signature=signature,
            was_used=not any(edge.parents) and self._taken_out.was_used(moved, edge),
            was_taken_out=edge.after is None and self._taken_out.was_taken_out(moved, edge),
            swapped=edge.swapped,
        )

    def _findings(self, moved: Moved, batch: Batch) -> Iterator[Finding]:
        commit = moved.commit.id
        edges = {edge.id: edge for edge in moved.edges}
        for change in batch.changes:
            if problems := problems_of_change(change):
                edge = edges[change.id]
                version = edge.after or next(each for each in edge.parents if each)
                document = self._versions.document(version.blob, edge.path)
                for rule, problem in problems:
                    yield replace(stamp(problem, document, change.id, rule), commit=commit)
        for rule, key, problem in problems_of_batch(batch):
            # An entry that a message names may be one that the commit does not have.
            is_entry = key in edges or (bool(re.fullmatch(ENTRY_ID, key)) and key not in batch.after.covers)
            document = self._document(moved, f"{key}.yaml" if is_entry and key not in edges else key, edges)
            yield replace(stamp(problem, document, key * is_entry, rule), commit=commit)

    def _document(self, moved: Moved, key: str, edges: Mapping[str, Edge]) -> Document:
        edge = edges.get(key)
        if edge and edge.after:
            return self._versions.document(edge.after.blob, edge.path)
        path = _path(moved, key)
        entry = git.recorded_in(self._repository, moved.commit.id, (path,))[path]
        return self._versions.document(entry.id, path) if entry else Document(path)

    def _signature(self, moved: Moved, judge: Setting, day: date, verdict: Verdict) -> str:
        if not moved.edges and not moved.settings:
            return ""
        wanted = judge.policy_of("")(day).proof == "signed" or self._wish.signers is not None
        state = "none" if not moved.commit.is_signed else "unknown"
        if moved.commit.is_signed and self._wish.signers is not None:
            state = git.signature_of(self._repository, moved.commit.id, self._wish.signers)
        if wanted and state == "unknown":
            _skip(verdict, _("it is signed, and no keys were named to check it by (--signers)"))
        return state


def _path(moved: Moved, key: str) -> str:
    """Where a key of a batch lies; what is about the commit itself: at the first file that it has."""
    if not key:
        first = next((edge.path for edge in moved.edges), "")
        return first or below(moved.folder, "book.yaml")
    if key.rpartition("/")[2] == ".gitattributes":
        return key
    if re.fullmatch(ENTRY_ID, name := key.removesuffix(".yaml")) and name != key:
        return entry_path(moved.folder, name)
    return below(moved.folder, key if key.endswith(".yaml") else f"{key}/ledger.yaml")


def _gone(moved: Moved) -> Iterator[str]:
    for edge in moved.edges:
        yield from (edge.id,) if edge.after is None else ()
        yield from (edge.renamed_from,) if edge.renamed_from else ()


def _is_joint(found: Iterable[Change]) -> bool:
    """Whether one commit brings lines of several people, or typed on several days."""
    lines = [(each, line) for each in found for _place, line in each.lines]
    people = {each.setting.directory.human(line.by, line.typed_on) for each, line in lines}
    days = {line.typed_on for _each, line in lines}
    apart = max(days) - min(days) if days else None
    return len(people) > 1 or bool(apart and apart.days > GRACE_DAYS)


def _count(change: Change, verdict: Verdict) -> None:
    for _place, line in change.lines:
        verdict.typists[line.by] += 1
        if line.did == "close":
            verdict.closings[line.date] += 1


def _skip(verdict: Verdict, reason: str, entry: str = "") -> None:
    verdict.unchecked.append(Unchecked(verdict.commit, reason, entry))
