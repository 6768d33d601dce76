"""The life of an entry: the lines of its `log`, and which keys each verb may write."""

import datetime as dt
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple

from cleanledger.model.record import Model
from cleanledger.model.scalars import (
    Actor,
    AsWritten,
    Code,
    Date,
    EntryId,
    Int,
    Line,
    Number,
    Post,
    Reads,
    Text,
    UnitCode,
    Written,
    about,
    words,
)

STATUSES = (
    "open", "doing", "submitted", "verified", "published", "closed", "suspended", "void", "carried",
    "identified", "approved", "retired", "active",
)  # fmt: skip
FOUND_BY = ("self", "served", "superior", "peer", "leader", "meeting", "public")
EFFECTS = ("good", "fair", "poor")
RESULTS = ("sound", "rebound", "unchanged", "changed")


class KeysOfVerb(NamedTuple):
    """The own keys of a verb's log line, beside the common ones."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


COMMON_KEYS = (
    "date",
    "by",
    "did",
    "actor",
    "entered",
    "doc",
    "meeting",
    "scan",
    "note",
    "evidence",
    "measures",
)
"""What every log line may hold; the first of them it must."""
ALWAYS = 3
"""So many of the common keys stand in every line."""

KEYS_OF_VERBS = MappingProxyType(
    {
        "add": KeysOfVerb(optional=("due", "lead_unit")),
        "adopt": KeysOfVerb(
            required=("status",),
            optional=("round", "due", "due_first", "extended", "closed_on", "from", "row"),
        ),
        "start": KeysOfVerb(),
        "progress": KeysOfVerb(optional=("percent", "difficulty")),
        "measure": KeysOfVerb(required=("num",), optional=("done_on", "text", "due", "due_text")),
        "evidence": KeysOfVerb(),
        "submit": KeysOfVerb(),
        "return": KeysOfVerb(optional=("reason",)),
        "verify": KeysOfVerb(optional=("opinion",)),
        "publish": KeysOfVerb(optional=("days",)),
        "close": KeysOfVerb(optional=("opinion",)),
        "extend": KeysOfVerb(
            required=("to",), optional=("was", "due_text", "reason", "approved_by", "refused_by")
        ),
        "transfer": KeysOfVerb(required=("field",), optional=("was", "now", "reason", "approved_by")),
        "amend": KeysOfVerb(required=("field",), optional=("was", "now", "reason", "approved_by")),
        "set": KeysOfVerb(required=("field",), optional=("was", "now", "reason", "approved_by")),
        "suspend": KeysOfVerb(optional=("reason", "approved_by")),
        "resume": KeysOfVerb(optional=("reason",)),
        "review": KeysOfVerb(optional=("result", "reason")),
        "void": KeysOfVerb(optional=("reason", "approved_by", "same_as")),
        "carry": KeysOfVerb(required=("to",)),
        "recheck": KeysOfVerb(optional=("result", "effect", "indicators", "basis")),
        "reopen": KeysOfVerb(optional=("reason", "basis", "due", "due_text")),
        "approve": KeysOfVerb(optional=("level", "found_by")),
        "revise": KeysOfVerb(optional=("reason",)),
        "retire": KeysOfVerb(optional=("reason", "basis")),
        "accept": KeysOfVerb(required=("code",)),
        "reply": KeysOfVerb(),
        "correct": KeysOfVerb(optional=("of", "field", "was", "now", "reason", "approved_by")),
    }
)
"""Every verb that a log line can name. What a rule of the lifecycle wants beyond this is in `lifecycle`."""


def _value(value: Any) -> Any:
    return value


Value = Annotated[Any, Reads(_value), Written("Value", {}, "")]
"""What a field held: text, a list or a map, as in the file."""


class Target(Model):
    """The log line that a correction speaks of."""

    date: Annotated[Date, about("Date", "日期", "The `date` of that line.")]
    did: Annotated[str, words(*KEYS_OF_VERBS), about("Did", "行为", "The `did` of that line.")]
    nth: Annotated[Int | None, about("Nth", "序次", "Which among equal ones, from 1.")] = None


class IndicatorReading(Model):
    """An indicator as read at a recheck."""

    name: Annotated[Line, about("Name", "指标", "The indicator's name.")]
    actual: Annotated[Number, about("Actual", "实际值", "The value read; unit as the indicator's.")]


class LogLine(Model):
    """One line of the log; `KEYS_OF_VERBS` says which keys go with which `did`."""

    date: Annotated[Date, about("Date", "日期", "The day on which it happened.")]
    by: Annotated[Post, about("By", "录入人", "The post that typed the line.")]
    did: Annotated[str, words(*KEYS_OF_VERBS), about("Did", "行为", "The verb.")]
    actor: Annotated[
        Actor | None, about("Actor", "行为人", "Whose act it is, where not `by`: a post or a unit.")
    ] = None
    entered: Annotated[Date | None, about("Entered", "录入日", "The day of typing, where not `date`.")] = None
    doc: Annotated[Line | None, about("Document", "依据文号", "The paper behind it.")] = None
    meeting: Annotated[EntryId | None, about("Meeting", "会议", "The record of the meeting behind it.")] = (
        None
    )
    scan: Annotated[Line | None, about("Scan", "扫描件", "Path of the scanned paper, an evidence file.")] = (
        None
    )
    due: Annotated[
        Date | None, about("Due", "时限", "add, adopt: the first deadline; reopen: the new one.")
    ] = None
    lead_unit: Annotated[UnitCode | None, about("Lead unit", "牵头单位", "add: the first lead unit.")] = None
    status: Annotated[
        Annotated[str, words(*STATUSES)] | None,
        about("Status", "状态", "adopt: the state the old list claimed."),
    ] = None
    round: Annotated[Int | None, about("Round", "轮次", "adopt: the round reached.")] = None
    due_first: Annotated[
        Date | None, about("First deadline", "首次时限", "adopt: the first deadline of all.")
    ] = None
    extended: Annotated[
        Int | None, about("Extended", "已延期次数", "adopt: extensions so far. Unit: times.")
    ] = None
    closed_on: Annotated[Date | None, about("Closed on", "办结日", "adopt: the day it had ended.")] = None
    from_: Annotated[
        EntryId | None, about("From", "转自", "adopt: the entry whose log carries to this one.", "from")
    ] = None
    row: Annotated[Int | None, about("Row", "原表行号", "adopt: the row in the adopted file, from 1.")] = None
    percent: Annotated[Int | None, about("Percent", "进度", "How much is done. Unit: %.")] = None
    difficulty: Annotated[Text | None, about("Difficulty", "困难", "What stands in the way.")] = None
    num: Annotated[Int | None, about("Number", "措施序号", "The measure's `num`.")] = None
    done_on: Annotated[Date | None, about("Done on", "完成日", "The day the measure was done.")] = None
    text: Annotated[Text | None, about("Text", "措施内容", "The measure that was added.")] = None
    field: Annotated[Line | None, about("Field", "字段", "The field that changed, as a dotted path.")] = None
    was: Annotated[Value, about("Was", "原值", "The value before.")] = None
    to: Annotated[AsWritten | None, about("To", "至", "extend: the new deadline; carry: the twin's id.")] = (
        None
    )
    now: Annotated[Value, about("Now", "现值", "The value after.")] = None
    due_text: Annotated[
        Line | None,
        about(
            "Deadline as printed", "时限原文", "extend, reopen: the new wording; measure: of the one added."
        ),
    ] = None
    days: Annotated[
        Int | None, about("Days", "公示天数", "publish: length of publicity. Unit: natural days.")
    ] = None
    opinion: Annotated[Text | None, about("Opinion", "意见", "What the one who checked says.")] = None
    result: Annotated[
        Annotated[str, words(*RESULTS)] | None,
        about("Result", "结果", "sound or rebound; unchanged or changed."),
    ] = None
    effect: Annotated[
        Annotated[str, words(*EFFECTS)] | None, about("Effect", "成效", "How good it came out.")
    ] = None
    indicators: Annotated[
        tuple[IndicatorReading, ...] | None, about("Indicators", "指标", "recheck: indicators as read.")
    ] = None
    level: Annotated[
        Annotated[str, words("high", "medium", "low")] | None,
        about("Level", "等级", "approve: the level fixed."),
    ] = None
    found_by: Annotated[
        Annotated[str, words(*FOUND_BY)] | None,
        about("Found by", "查找方式", "approve: which step raised it."),
    ] = None
    code: Annotated[Code | None, about("Code", "规则代码", "accept: the finding's code.")] = None
    of: Annotated[
        Target | None, about("Of", "更正对象", "correct: the line spoken of; default the one before.")
    ] = None
    same_as: Annotated[EntryId | None, about("Same as", "重复于", "void: the entry it doubles.")] = None
    basis: Annotated[Line | None, about("Basis", "依据", "What it rests on.")] = None
    reason: Annotated[Text | None, about("Reason", "理由", "Why.")] = None
    note: Annotated[Text | None, about("Note", "说明", "What there is to say.")] = None
    approved_by: Annotated[Actor | None, about("Approved by", "批准人", "Who granted it.")] = None
    refused_by: Annotated[Actor | None, about("Refused by", "不予批准人", "Who refused it.")] = None
    measures: Annotated[
        tuple[Int, ...], about("Measures", "措施", "Measures the act speaks of, by `num`.")
    ] = ()
    evidence: Annotated[
        tuple[Line, ...], about("Evidence", "佐证", "Evidence the act brought: paths or refs.")
    ] = ()

    @property
    def who(self) -> str:
        """Whose act it is."""
        return self.actor or self.by

    @property
    def typed_on(self) -> dt.date:
        """The day of typing."""
        return self.entered or self.date
