"""The rules of a book by version, and what a cover may make stricter."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from cleanledger.i18n import N_
from cleanledger.model.chain import CHAIN, CHAIN_OF_KIND
from cleanledger.model.record import Model
from cleanledger.model.scalars import Date, Int, Line, Reads, Written, about, words, wrong

REVIEWERS = ("anyone", "other_person", "other_unit")
"""Who may end what another claims, the loosest first."""
PAPERS = ("none", "doc", "scan")
PROOFS = ("claimed", "author", "signed")
BEFORE = ("inclusive", "exclusive")
"""Whether a deadline 前 (before) a day, month or quarter takes that day, month or quarter in."""

_SIZE = "[1-9][0-9]{0,8}(?: (?:KiB|MiB|GiB))?"
_SIZE_FORM = N_("{value} is not a size such as: 10 MiB")
_SIZE_UNITS = {"": 1, "KiB": 1024, "MiB": 1024**2, "GiB": 1024**3}


def _size(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(_SIZE, value):
        raise wrong("size_form", _SIZE_FORM, value=str(value)[:40])
    return str(value)


Size = Annotated[
    str,
    Reads(_size),
    Written("Size", {"type": ["integer", "string"], "minimum": 1, "pattern": f"^{_SIZE}$"}, _SIZE_FORM),
]


_EARLY_DAY_FORM = N_("{value} is not one of the first ten days of a month")


def _early_day(value: Any) -> int:
    if not isinstance(value, str) or not re.fullmatch("[1-9]|10", value):
        raise wrong("early_day", _EARLY_DAY_FORM, value=str(value)[:40])
    return int(value)


EarlyDay = Annotated[
    int,
    Reads(_early_day),
    Written(
        "EarlyDay",
        {"type": ["integer", "string"], "minimum": 1, "maximum": 10, "pattern": "^(?:[1-9]|10)$"},
        _EARLY_DAY_FORM,
    ),
]


def size_in_bytes(size: str) -> int:
    """`10 MiB` as bytes."""
    number, _, unit = size.partition(" ")
    return int(number) * _SIZE_UNITS[unit]


class TaskPolicy(Model):
    """The rules for tasks; what is not given is as in the preset `paper`."""

    steps: Annotated[
        tuple[Annotated[str, words(*CHAIN_OF_KIND["task"])], ...] | None,
        about("Steps", "流程步骤", "Ordered steps, ending in close."),
    ] = None
    evidence: Annotated[
        Int | None, about("Evidence", "佐证件数", "Least evidence of the round. Unit: items.")
    ] = None
    reviewer: Annotated[
        Annotated[str, words(*REVIEWERS)] | None,
        about("Reviewer", "审核人", "Who may close, seen from the submitter."),
    ] = None


class RectificationPolicy(TaskPolicy):
    """The rules for rectifications."""

    steps: Annotated[
        tuple[Annotated[str, words(*CHAIN)], ...] | None,
        about("Steps", "流程步骤", "Ordered steps, ending in close."),
    ] = None
    acceptor: Annotated[
        Annotated[str, words("anyone", "other_unit")] | None, about("Acceptor", "验收人", "Who may verify.")
    ] = None
    publicity_days: Annotated[
        Int | None, about("Publicity", "公示天数", "Least days of publicity. Unit: days.")
    ] = None


class ExtendPolicy(Model):
    """The rules for extensions."""

    approver: Annotated[
        Annotated[str, words(*REVIEWERS)] | None,
        about("Approver", "批准人", "Who may grant, seen from who asks."),
    ] = None
    most: Annotated[
        Int | None, about("Most", "最多次数", "How many may be granted a round. Unit: times.")
    ] = None


class Rules(Model):
    """What a policy says; a cover may stand a stricter one beside the book's."""

    task: Annotated[TaskPolicy | None, about("Task", "任务", "Rules for tasks.")] = None
    rectification: Annotated[
        RectificationPolicy | None, about("Rectification", "整改", "Rules for rectifications.")
    ] = None
    extend: Annotated[ExtendPolicy | None, about("Extend", "延期", "Rules for extensions and approvers.")] = (
        None
    )
    paper: Annotated[
        Annotated[str, words(*PAPERS)] | None,
        about("Paper", "纸质依据", "What an act typed for somebody else needs."),
    ] = None
    proof: Annotated[
        Annotated[str, words(*PROOFS)] | None, about("Proof", "署名依据", "What shows who typed.")
    ] = None


class Version(Rules):
    """One version of the book's policy, in force from a day."""

    from_: Annotated[Date, about("From", "生效日", "The first day it judges.", "from")]
    version: Annotated[Int, about("Version", "版本", "Counts up by one.")]
    doc: Annotated[Line | None, about("Document", "依据文号", "The paper behind this version.")] = None
    reason: Annotated[Line | None, about("Reason", "理由", "Why the rules were changed.")] = None
    late_entry_days: Annotated[
        Int | None, about("Late entry", "补录期限", "Typed later than this after its date: 补录. Unit: days.")
    ] = None
    review_days: Annotated[
        Int | None, about("Review", "审核期限", "Then the reviewer is late. Unit: working days.")
    ] = None
    correct_days: Annotated[
        Int | None, about("Correct", "更正期限", "Days within which one corrects one's own line. Unit: days.")
    ] = None
    immediate_days: Annotated[
        Int | None, about("Immediate", "立行立改期限", "What 立行立改 means. Unit: days.")
    ] = None
    before: Annotated[
        Annotated[str, words(*BEFORE)] | None,
        about(
            "Before", "“前”的读法", "Whether 6月30日前 takes that day in: inclusive, or ends the day before."
        ),
    ] = None
    early_day: Annotated[
        EarlyDay | None,
        about("Early day", "“初”的读法", "The last day of 月初, 1 to 10; unset, 月初 is not read."),
    ] = None
    evidence_max: Annotated[
        Size | None, about("Evidence size", "佐证上限", "Largest evidence file, e.g. 10 MiB.")
    ] = None


@dataclass(frozen=True)
class KindPolicy:
    """What holds for one kind on one day, nothing left open."""

    steps: tuple[str, ...] = ("submit", "close")
    evidence: int = 1
    reviewer: str = "other_person"
    acceptor: str = "other_unit"
    publicity_days: int = 0


@dataclass(frozen=True)
class Policy:
    """What holds on one day, nothing left open; the defaults are the preset `paper`."""

    task: KindPolicy = KindPolicy()
    rectification: KindPolicy = KindPolicy(steps=("submit", "verify", "close"))
    approver: str = "other_person"
    most: int = 2
    paper: str = "doc"
    proof: str = "claimed"
    late_entry_days: int = 7
    review_days: int = 10
    correct_days: int = 3
    immediate_days: int = 15
    before: str = "inclusive"
    early_day: int | None = None
    evidence_max: str = "10 MiB"

    def of(self, kind: str) -> KindPolicy:
        """The rules for `kind` (other kinds have no chain: the task's stand in)."""
        return self.rectification if kind == "rectification" else self.task


PRESETS: dict[str, dict[str, Any]] = {
    "solo": {
        "task": {"steps": ["close"], "evidence": "0", "reviewer": "anyone"},
        "rectification": {"steps": ["close"], "evidence": "0", "reviewer": "anyone", "acceptor": "anyone"},
        "extend": {"approver": "anyone", "most": "2"},
        "paper": "none",
        "proof": "claimed",
    },
    "paper": {
        "task": {"steps": ["submit", "close"], "evidence": "1", "reviewer": "other_person"},
        "rectification": {
            "steps": ["submit", "verify", "close"],
            "evidence": "1",
            "reviewer": "other_person",
            "acceptor": "other_unit",
            "publicity_days": "0",
        },
        "extend": {"approver": "other_person", "most": "2"},
        "paper": "doc",
        "proof": "claimed",
    },
}
PRESETS["team"] = {**PRESETS["paper"], "proof": "author"}
"""What `init --preset` writes as version 1, as a tree."""

OF_BOOK = (
    "late_entry_days", "review_days", "correct_days", "immediate_days", "before", "early_day", "evidence_max",
)  # fmt: skip
"""What a version says and no cover makes stricter."""


def policy_on(versions: Sequence[Version], cover: Rules | None, day: date | None) -> Policy:
    """What judges a line of `day`: the newest version not later (else the first), then the cover."""
    policy = Policy()
    ordered = sorted(versions, key=lambda version: (version.from_, version.version))
    current = [version for version in ordered if day is not None and version.from_ <= day][-1:] or ordered[:1]
    for version in current:
        policy = _with(policy, version)
        policy = replace(
            policy, **{name: getattr(version, name) for name in OF_BOOK if getattr(version, name) is not None}
        )
    return _with(policy, cover) if cover else policy


def _with(policy: Policy, rules: Rules) -> Policy:
    changed: dict[str, Any] = {
        kind: replace(getattr(policy, kind), **given)
        for kind in ("task", "rectification")
        if (given := _given(getattr(rules, kind)))
    }
    changed.update(_given(rules.extend))
    changed.update(
        {name: value for name in ("paper", "proof") if (value := getattr(rules, name)) is not None}
    )
    return replace(policy, **changed)


def _given(part: Model | None) -> dict[str, Any]:
    return {name: value for name, value in part if value is not None} if part else {}


def looser_than(policy: Policy, stricter: Policy) -> list[str]:
    """The dotted names in which `stricter` (a cover over `policy`) is in truth looser."""
    found = []
    for kind in ("task", "rectification"):
        ours, theirs = policy.of(kind), stricter.of(kind)
        if not set(ours.steps) <= set(theirs.steps):
            found.append(f"{kind}.steps")
        found += [
            f"{kind}.{name}"
            for name in ("evidence", "publicity_days")
            if getattr(theirs, name) < getattr(ours, name)
        ]
        found += [
            f"{kind}.{name}"
            for name in ("reviewer", "acceptor")
            if REVIEWERS.index(getattr(theirs, name)) < REVIEWERS.index(getattr(ours, name))
        ]
    if stricter.most > policy.most:
        found.append("extend.most")
    if REVIEWERS.index(stricter.approver) < REVIEWERS.index(policy.approver):
        found.append("extend.approver")
    found += [
        name
        for name, order in (("paper", PAPERS), ("proof", PROOFS))
        if order.index(getattr(stricter, name)) < order.index(getattr(policy, name))
    ]
    return found


def steps_in_order(steps: Sequence[str]) -> bool:
    """Whether `steps` is an ordered subset of the chain, each once, that ends in close."""
    places = [CHAIN.index(step) for step in steps if step in CHAIN]
    return (
        bool(steps) and steps[-1] == "close" and places == sorted(set(places)) and len(places) == len(steps)
    )
