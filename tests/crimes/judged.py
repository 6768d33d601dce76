"""What the audit says of crimes and of honest histories in one repository, against what it should say."""

import os
import random
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from cleanledger import git
from cleanledger.history.audit import audit
from cleanledger.history.judging import Wish
from cleanledger.model.audited import Audited
from tests.crimes.afterwards import After, left
from tests.crimes.against_people import NEED_KEYS
from tests.crimes.hidings import HIDINGS
from tests.crimes.honest import Story
from tests.crimes.joined import JOINS, UNCHECKED, Join, fresh, past, some_joins
from tests.crimes.joined import signed as signed_by_keys
from tests.crimes.keys import Keys
from tests.crimes.table import CRIMES, HIDDEN, HONEST, afterwards
from tests.crimes.writer import Writer

PER_BASE = 6
"""Crimes of each code that are committed on one base."""
_JOINED = 0.25
"""The share of crimes after which something is done."""
_ALONE_IN = 100
"""Of so many crimes one is judged as an auditor would: in a clone, all of it."""
_WHOLE_IN = 2
"""Of so many bases one is audited with all that came after, the others from there on."""


@dataclass(frozen=True)
class Case:
    """One story to be judged: by code and seed, and what should be found on which entry (empty: nothing)."""

    code: str
    seed: int
    told: str
    story: Story
    expected: frozenset[tuple[str, str]] = frozenset()
    unchecked: bool | None = None
    """Whether something could not be checked; None: it may be so or not."""
    signed: bool = False
    """Judged with the keys that count."""

    @property
    def name(self) -> str:
        return self.story.name


@dataclass
class Verdict:
    """What the audit said of one case: code and entry of a finding, with its commits."""

    commits: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    unchecked: list[str] = field(default_factory=list)


def memory() -> str | None:
    """A folder that lies in memory, where there is one."""
    shared = Path("/dev/shm")
    return str(shared) if os.access(shared, os.W_OK) else None


class Drawn(NamedTuple):
    """A history as somebody else draws it than a seed."""

    joins: Sequence[Join]
    chance: random.Random


class Base:
    """An honest history, by its seed or as it was drawn, from which cases go on."""

    def __init__(self, writer: Writer, seed: int, keys: Keys, drawn: Drawn | None = None) -> None:
        self.seed = seed
        self.keys = keys
        seeded = random.Random(f"base-{seed}")
        joins, chance = drawn or Drawn(some_joins(seeded), seeded)
        self.joins = ", ".join(join.__name__ for join in joins)
        self.story = fresh(past(writer, chance, joins))
        self.story.keys = keys.files
        self.start = self.story.tip

    def case(self, code: str, seed: int) -> Case:
        """What the seed makes of a code, or of honest work."""
        return self.honest(seed) if code == HONEST else self.crime(code, seed)

    def crime(self, code: str, seed: int) -> Case:
        """Commits the crime of a seed, and what comes afterwards."""
        # Chance of its own, so that bases and ways are not in step.
        chance = random.Random(f"{code}-{seed}")
        way = seed % len(CRIMES[code])
        after = left if chance.random() >= _JOINED else chance.choice(afterwards(CRIMES[code][way]))
        return self.committed(code, seed, way, after, chance)

    def committed(self, code: str, seed: int, way: int, after: After, chance: random.Random) -> Case:
        """Commits a crime in one of its ways, and what comes afterwards."""
        story = self.story.fork(f"{code}-{seed}", chance)
        story.later()
        entry = CRIMES[code][way](story)
        after(story, self.start)
        told = f"way {way}, {after.__name__} (base {self.seed}: {self.joins or 'no joins'})"
        needs, ways = NEED_KEYS
        signed = code == needs and (way in ways or chance.random() < 0.5)
        return Case(code, seed, told, story, frozenset({(code, entry)}), signed=signed)

    def honest(self, seed: int) -> Case:
        """Goes on honestly, joined as the seed has it."""
        join = JOINS[seed % len(JOINS)]
        chance = random.Random(f"honest-{seed}")
        story = self.story.fork(f"honest-{seed}", chance)
        join(fresh(story))
        told = f"{join.__name__} (base {self.seed}: {self.joins or 'no joins'})"
        return Case(HONEST, seed, told, story, unchecked=join in UNCHECKED, signed=join is signed_by_keys)

    def whole(self) -> Case:
        """The base itself as a case."""
        told = f"base {self.seed}: {self.joins or 'no joins'}"
        return Case(HONEST, self.seed, told, self.story)

    def told_of(self, cases: Sequence[Case]) -> Iterator[tuple[Case | None, str]]:
        """What is wrong with the audit's word on cases of this base; None: on the base itself."""
        for number, each in enumerate(_together(cases)):
            whole = (self.seed + number) % _WHOLE_IN == 0
            yield from self._judged(each, whole=whole)
        for case in cases:
            if random.Random(f"alone-{case.name}").randrange(_ALONE_IN) == 0 and (said := self.alone(case)):
                yield case, f"alone: {said}"

    def _judged(self, cases: Sequence[Case], *, whole: bool) -> Iterator[tuple[Case | None, str]]:
        tips = [case.story.tip.commit for case in cases]
        own = () if whole else (f"^{self.start.commit}",)
        self._stand_on(tips[0])
        result = self._audited(self.story.writer.root, cases[0], (*dict.fromkeys(tips), *own))
        owners = _owners(cases)
        verdicts: dict[str, Verdict] = defaultdict(Verdict)
        for finding in result.findings:
            if finding.code.startswith(("LG6", "LG7")):
                names = owners.get(finding.commit, ())
                if not names:
                    yield None, f"{finding.code} {finding.entry} {finding.commit[:9]}: {finding.message}"
                for name in names:
                    verdicts[name].commits[finding.code, finding.entry].add(finding.commit)
        for each in result.unchecked:
            for name in owners.get(each.commit, ()):
                verdicts[name].unchecked.append(each.reason)
        for case in cases:
            if said := _wrong(case, verdicts[case.name]):
                yield case, f"{'whole' if whole else 'range'}: {said}"

    def alone(self, case: Case) -> str:
        """The word on one case in a clone that has nothing else."""
        clone = self.story.writer.root.parent / f"clone-{case.name}"
        self._stand_on(case.story.tip.commit)
        words = ("clone", "-q", "--no-local", "--no-tags", ".", str(clone))
        self.story.writer.git(*words)
        try:
            verdict = Verdict()
            result = self._audited(clone, case, ("HEAD",))
            for finding in result.findings:
                if finding.code.startswith(("LG6", "LG7")):
                    verdict.commits[finding.code, finding.entry].add(finding.commit)
            owned = case.story.commits
            verdict.unchecked = [each.reason for each in result.unchecked if each.commit in owned]
            return _wrong(case, verdict)
        finally:
            shutil.rmtree(clone)

    def hidden(self, seed: int) -> str:
        """Hides something of the repository for a while; what is wrong with the audit's word on it."""
        way = seed % len(HIDINGS)
        root, later = self.story.writer.root, self.start.commit
        self._stand_on(later)
        earlier = self._before_start
        with HIDINGS[way](root, earlier, later) as place:
            result = self._audited(root, None, ("HEAD", f"^{earlier}"))
        found = {(each.code, each.path) for each in result.findings}
        return (
            "" if found == {(HIDDEN, place)} else f"way {way}: {place} should be, but found {sorted(found)}"
        )

    @cached_property
    def _before_start(self) -> str:
        return self.story.writer.parents(self.start.commit)[0]

    def _stand_on(self, commit: str) -> None:
        """Makes a commit the one that the repository stands on."""
        writer = self.story.writer
        writer.flush()
        if writer.head() != commit:
            writer.git("checkout", "-q", "-f", "--detach", commit)

    def _audited(self, root: Path, case: Case | None, wanted: Sequence[str]) -> Audited:
        repository = git.find_repository(root)
        assert repository
        wish = Wish(signers=self.keys.signers) if case and case.signed else None
        place = case.story.place if case else self.story.place
        return audit(repository, root / place, wanted, wish)


def _together(cases: Iterable[Case]) -> Iterator[list[Case]]:
    """Cases that one run can judge: with the same keys, the book in the same folder."""
    kinds: dict[tuple[bool, str], list[Case]] = defaultdict(list)
    for case in cases:
        kinds[case.signed, case.story.place].append(case)
    yield from kinds.values()


def _owners(cases: Iterable[Case]) -> dict[str, list[str]]:
    """The names of the cases that each commit belongs to."""
    owners: dict[str, list[str]] = defaultdict(list)
    for case in cases:
        for commit in case.story.commits:
            owners[commit].append(case.name)
    return owners


def _wrong(case: Case, verdict: Verdict) -> str:
    """What is wrong with the audit's word; empty where nothing is."""
    found = {key: len(commits) for key, commits in verdict.commits.items()}
    if found != dict.fromkeys(case.expected, 1):
        wanted = ", ".join(" ".join(filter(None, key)) for key in case.expected) or "nothing"
        return f"{case.told}: {wanted} should be, but found {found}, unchecked {verdict.unchecked}"
    if case.unchecked is not None and bool(verdict.unchecked) != case.unchecked:
        return f"{case.told}: unchecked {verdict.unchecked}"
    return ""
