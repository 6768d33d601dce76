"""An entry: one model with every key, and the tables of which keys each kind has and needs."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from cleanledger.model.cover import KINDS, LEVELS
from cleanledger.model.deadlines.phrases import IMMEDIATE, UNDECIDED
from cleanledger.model.log import EFFECTS, FOUND_BY, STATUSES, LogLine
from cleanledger.model.record import Model
from cleanledger.model.scalars import (
    Bool,
    Code,
    Date,
    EntryId,
    Int,
    Interval,
    Line,
    Number,
    PlanCode,
    Post,
    Sha256,
    Text,
    UnitCode,
    about,
    words,
)


class Source(Model):
    """Where an entry comes from."""

    type: Annotated[Line | None, about("Type", "类型", "As printed: 巡视, 审计, 会议, 文件, …")] = None
    doc: Annotated[Line | None, about("Document", "文号", "Number of the document.")] = None
    date: Annotated[Date | None, about("Date", "日期", "Date of the document.")] = None


class Milestone(Model):
    """A dated part of the way."""

    title: Annotated[Line, about("Title", "节点", "What is to be reached.")]
    due: Annotated[Date | None, about("Due", "时限", "The last day in time.")] = None
    due_text: Annotated[
        Line | None, about("Deadline as printed", "时限原文", "The words of the document.")
    ] = None
    done_on: Annotated[Date | None, about("Done on", "完成日", "The day it was reached.")] = None


class Measure(Model):
    """One measure; `num` is its number in the entry and never changes."""

    num: Annotated[Int, about("Number", "序号", "The measure's number in the entry, from 1.")]
    text: Annotated[Text, about("Text", "内容", "What is to be done.")]
    unit: Annotated[UnitCode | None, about("Unit", "责任单位", "Who does it, where not the lead unit.")] = (
        None
    )
    due: Annotated[Date | None, about("Due", "时限", "The last day in time.")] = None
    due_text: Annotated[
        Line | None, about("Deadline as printed", "时限原文", "The words of the document.")
    ] = None
    done_on: Annotated[Date | None, about("Done on", "完成日", "The day it was done.")] = None


class Indicator(Model):
    """A figure to be reached."""

    name: Annotated[Line, about("Name", "指标", "What is measured.")]
    unit: Annotated[Line | None, about("Unit", "计量单位", "The unit of the figures, e.g. 天.")] = None
    baseline: Annotated[Number | None, about("Baseline", "基期值", "Where it stood; in `unit`.")] = None
    target: Annotated[Number | None, about("Target", "目标值", "What is to be reached; in `unit`.")] = None
    actual: Annotated[Number | None, about("Actual", "实际值", "What was reached; in `unit`.")] = None


class Regulation(Model):
    """A rule or system that came out of the work (制度成果)."""

    name: Annotated[Line, about("Name", "名称", "Its name.")]
    doc: Annotated[Line | None, about("Document", "文号", "Number of the document.")] = None
    date: Annotated[Date | None, about("Date", "日期", "Date of the document.")] = None


class Evidence(Model):
    """One piece of evidence: a file in the book (`path`), or paper held elsewhere (`ref`)."""

    path: Annotated[Line | None, about("Path", "路径", "The file, relative to the folder of book.yaml.")] = (
        None
    )
    sha256: Annotated[
        Sha256 | None, about("Sha256", "文件指纹", "Sha256 of the file, 64 hexadecimal digits.")
    ] = None
    size: Annotated[Int | None, about("Size", "大小", "Size of the file. Unit: bytes.")] = None
    ref: Annotated[
        Line | None, about("Reference", "档号", "The archive's number of paper held elsewhere.")
    ] = None
    held_by: Annotated[UnitCode | None, about("Held by", "保管单位", "The unit that holds the paper.")] = None
    date: Annotated[Date, about("Date", "日期", "The day it was brought.")]
    by: Annotated[Post, about("By", "录入人", "The post that entered it.")]
    round: Annotated[Int | None, about("Round", "轮次", "The round it is for, from 1.")] = None
    note: Annotated[Line | None, about("Note", "说明", "What it shows.")] = None

    @property
    def name(self) -> str:
        """What a log line calls it by: its path or its reference."""
        return self.path or self.ref or ""


class Decided(Model):
    """What a meeting decided, and when."""

    meeting: Annotated[
        Line, about("Meeting", "会议", "The record of the meeting, or the meeting as printed.")
    ]
    date: Annotated[Date, about("Date", "日期", "The day of the decision.")]


class Accepted(Model):
    """A finding that somebody accepted for a time."""

    code: Annotated[Code, about("Code", "规则代码", "The finding's code.")]
    reason: Annotated[Line, about("Reason", "理由", "Why it may stand.")]
    by: Annotated[Post, about("By", "接受人", "Who accepted it.")]
    date: Annotated[Date, about("Date", "日期", "The day of accepting.")]
    until: Annotated[Date, about("Until", "有效期至", "The last day it is accepted; at most 366 days on.")]


class Entry(Model):
    """One line of a ledger; `KEYS_OF_KINDS` says which keys go with which kind."""

    kind: Annotated[str, words(*KINDS), about("Kind", "类别", "The kind of its ledger.")]
    id: Annotated[
        EntryId, about("Id", "编号", "The file's name: the id of its ledger, a hyphen, its number.")
    ]
    type: Annotated[
        Line | None, about("Type", "记录类型", "record: a built-in type or one of the book's.")
    ] = None
    date: Annotated[Date | None, about("Date", "日期", "record: the day it was held or sent.")] = None
    title: Annotated[Line, about("Title", "标题", "What it is about, in one line.")]
    detail: Annotated[Text | None, about("Detail", "详细内容", "The whole of it, as printed.")] = None
    source: Annotated[Source | None, about("Source", "来源", "Where it comes from.")] = None
    directives: Annotated[
        tuple[EntryId, ...], about("Directives", "上级部署", "What ordered it, by id.")
    ] = ()
    aspect: Annotated[Line | None, about("Aspect", "方面", "The aspect it belongs to, as printed.")] = None
    category: Annotated[Line | None, about("Category", "权责类别", "power: the category, as printed.")] = None
    basis: Annotated[Line | None, about("Basis", "依据", "power: the law or document it rests on.")] = None
    power: Annotated[EntryId | None, about("Power", "权责事项", "risk: the power it belongs to.")] = None
    post: Annotated[Line | None, about("Post", "岗位", "risk: the post it lies with.")] = None
    manifestation: Annotated[Text | None, about("Manifestation", "表现形式", "risk: how it shows.")] = None
    level: Annotated[
        Annotated[str, words(*LEVELS)] | None, about("Level", "风险等级", "risk: high, medium or low.")
    ] = None
    level_text: Annotated[
        Line | None, about("Level as printed", "等级原文", "risk: the level as printed.")
    ] = None
    likelihood: Annotated[Int | None, about("Likelihood", "可能性", "risk: 1 (rare) to 5 (sure).")] = None
    impact: Annotated[Int | None, about("Impact", "影响程度", "risk: 1 (slight) to 5 (grave).")] = None
    found_by: Annotated[
        Annotated[str, words(*FOUND_BY)] | None,
        about("Found by", "查找方式", "Who found it: self, served, superior, peer, …"),
    ] = None
    root_cause: Annotated[Text | None, about("Root cause", "原因分析", "Why it came about.")] = None
    held_by: Annotated[
        UnitCode | None, about("Held by", "组织单位", "record: the unit that held or sent it.")
    ] = None
    mode: Annotated[Line | None, about("Mode", "方式", "record: how it was held, as printed.")] = None
    entries: Annotated[
        tuple[EntryId, ...], about("Entries", "涉及事项", "record: the entries it speaks of.")
    ] = ()
    doc: Annotated[Line | None, about("Document", "文号", "record: its number.")] = None
    lead_unit: Annotated[
        UnitCode | None, about("Lead unit", "牵头单位", "The one unit that answers for it.")
    ] = None
    units: Annotated[tuple[UnitCode, ...], about("Units", "配合单位", "The units that take part.")] = ()
    acceptance_unit: Annotated[
        UnitCode | None,
        about("Acceptance unit", "验收单位", "rectification: who verifies; not the lead unit."),
    ] = None
    party_branch: Annotated[
        UnitCode | None, about("Party branch", "责任党支部", "The branch that answers.")
    ] = None
    leader: Annotated[
        Line | None, about("Leader", "责任领导", "The leader who answers, a post rather than a name.")
    ] = None
    owner: Annotated[
        Line | None, about("Owner", "责任人", "Who does it: a post of the book, or as printed.")
    ] = None
    goal: Annotated[Text | None, about("Goal", "目标", "What closing is judged against.")] = None
    due: Annotated[Date | None, about("Due", "完成时限", "The last day in time.")] = None
    due_text: Annotated[
        Line | None, about("Deadline as printed", "时限原文", "The words of the document.")
    ] = None
    standing: Annotated[
        Bool | None, about("Standing", "长期坚持", "true: after `due` only reviews count.")
    ] = None
    review_every: Annotated[
        Interval | None, about("Review every", "评估周期", "How often it is reviewed.")
    ] = None
    milestones: Annotated[
        tuple[Milestone, ...], about("Milestones", "阶段节点", "Dated parts of the way.")
    ] = ()
    measures: Annotated[
        tuple[Measure, ...], about("Measures", "措施", "What is done; 防控措施 of a risk.")
    ] = ()
    indicators: Annotated[tuple[Indicator, ...], about("Indicators", "指标", "Figures to be reached.")] = ()
    regulations: Annotated[
        tuple[Regulation, ...], about("Regulations", "制度成果", "Rules that came of it.")
    ] = ()
    no_risk: Annotated[
        Decided | None, about("No risk", "无风险认定", "power: the meeting that found none.")
    ] = None
    approval: Annotated[Decided | None, about("Approval", "审定", "risk: the meeting that fixed it.")] = None
    to: Annotated[tuple[UnitCode, ...], about("To", "送达单位", "record: whom it was sent to.")] = ()
    reply_by: Annotated[Date | None, about("Reply by", "回复时限", "record: the last day for an answer.")] = (
        None
    )
    replied_on: Annotated[Date | None, about("Replied on", "回复日", "record: the day of the answer.")] = None
    decisions: Annotated[tuple[Line, ...], about("Decisions", "议定事项", "record: what was decided.")] = ()
    findings: Annotated[
        Int | None, about("Findings", "发现问题数", "record: problems found; 0 is a result.")
    ] = None
    numbers: Annotated[
        dict[Line, Number] | None, about("Numbers", "数据", "record: counts by name; people only as counts.")
    ] = None
    evidence: Annotated[
        tuple[Evidence, ...], about("Evidence", "佐证材料", "What shows that it is done.")
    ] = ()
    related: Annotated[tuple[EntryId, ...], about("Related", "关联事项", "Other entries, by id.")] = ()
    risks: Annotated[tuple[EntryId, ...], about("Risks", "关联风险点", "Risks it speaks of, by id.")] = ()
    tags: Annotated[tuple[Line, ...], about("Tags", "标签", "Free words; / makes levels.")] = ()
    carrier: Annotated[Line | None, about("Carrier", "清廉载体", "The carrier, over that of the cover.")] = (
        None
    )
    campaign: Annotated[PlanCode | None, about("Campaign", "专项行动", "A campaign's code.")] = None
    effect: Annotated[
        Annotated[str, words(*EFFECTS)] | None,
        about("Effect", "成效", "How good it came out, apart from done."),
    ] = None
    aliases: Annotated[
        tuple[EntryId, ...], about("Aliases", "曾用编号", "Former ids; never used again.")
    ] = ()
    accepted: Annotated[
        tuple[Accepted, ...], about("Accepted", "已接受", "Findings that may stand for a time.")
    ] = ()
    status: Annotated[
        Annotated[str, words(*STATUSES)] | None,
        about("Status", "状态", "What the log gives; written by the tool."),
    ] = None
    round: Annotated[
        Int | None, about("Round", "轮次", "What the log gives, from 1; written by the tool.")
    ] = None
    log: Annotated[tuple[LogLine, ...], about("Log", "履历", "The life of the entry; only grows.")] = ()

    @property
    def ledger(self) -> str:
        """The id of its ledger."""
        return self.id.rpartition("-")[0]

    @property
    def number(self) -> int:
        """Its number in the ledger."""
        return int(self.id.rpartition("-")[2])


KEY_ORDER = tuple(Entry.model_fields)
"""The order of keys in canonical form; `log` is the last."""

_ALL = (
    "kind",
    "id",
    "title",
    "detail",
    "source",
    "aspect",
    "lead_unit",
    "units",
    "party_branch",
    "leader",
    "owner",
    "directives",
    "related",
    "risks",
    "tags",
    "carrier",
    "campaign",
    "regulations",
    "evidence",
    "accepted",
    "aliases",
    "log",
)
_DOING = (
    "status",
    "round",
    "goal",
    "due",
    "due_text",
    "standing",
    "review_every",
    "milestones",
    "measures",
    "indicators",
    "found_by",
    "root_cause",
    "effect",
)

KEYS_OF_KINDS = MappingProxyType(
    {
        "task": frozenset((*_ALL, *_DOING)),
        "rectification": frozenset((*_ALL, *_DOING, "acceptance_unit")),
        "power": frozenset((*_ALL, "status", "category", "basis", "indicators", "no_risk")),
        "risk": frozenset(
            (
                *_ALL,
                "status",
                "power",
                "post",
                "manifestation",
                "level",
                "level_text",
                "likelihood",
                "impact",
                "found_by",
                "approval",
                "measures",
                "review_every",
            )
        ),
        "directive": frozenset((*_ALL, "status")),
        "record": frozenset(
            (
                *_ALL,
                "type",
                "date",
                "held_by",
                "mode",
                "entries",
                "doc",
                "to",
                "reply_by",
                "replied_on",
                "decisions",
                "findings",
                "numbers",
            )
        ),
    }
)
"""Which keys an entry of each kind may have."""

DOING_KINDS = ("task", "rectification")
"""Kinds that have a deadline, and end."""

REQUIRED_OF_KINDS = MappingProxyType(
    {
        kind: ("kind", "id", "title")
        + (("type", "date") if kind == "record" else ())
        + (("lead_unit",) if kind not in ("directive", "record") else ())
        for kind in KINDS
    }
)
"""Which keys an entry of each kind must have; tasks and rectifications need a deadline besides."""

BOUNDS: Mapping[tuple[str, ...], tuple[int, int | None]] = MappingProxyType(
    {
        ("likelihood",): (1, 5),
        ("impact",): (1, 5),
        ("round",): (1, None),
        ("measures", "num"): (1, None),
        ("evidence", "round"): (1, None),
        ("log", "percent"): (0, 100),
        ("log", "round"): (1, None),
    }
)
"""The least and the most that a number may be (None: no end), by its key, after that of the list it is in."""

DEADLINE_KEYS = ("due", "standing", "due_text")
"""Of these a task or rectification has at least one, by which `has_deadline` holds."""


def has_deadline(entry: Entry) -> bool:
    """Whether a task or rectification says when: a day, standing, at once, or that it is undecided."""
    words_of_it = entry.due_text or ""
    return (
        entry.due is not None
        or entry.standing is True
        or words_of_it == UNDECIDED
        or words_of_it.startswith(IMMEDIATE)
    )


def accepted_until(entry: Entry) -> dict[str, Date]:
    """Each code of which a finding was accepted, and the last day of that."""
    lasts: dict[str, Date] = {}
    for each in entry.accepted:
        lasts[each.code] = max(each.until, lasts.get(each.code, each.until))
    return lasts
