"""The settings of a book: `book.yaml`."""

from typing import Annotated, Any

from cleanledger.i18n import N_
from cleanledger.model.policy import Version
from cleanledger.model.record import Model
from cleanledger.model.scalars import (
    Date,
    Int,
    Interval,
    LedgerId,
    Line,
    PlanCode,
    Reads,
    UnitCode,
    Written,
    about,
    words,
    wrong,
)

FORMAT = 1
"""The newest format of a book that this version reads."""

RECORD_TYPES = (
    "调度",
    "研究",
    "检查",
    "讲评",
    "统计",
    "评议",
    "体检",
    "约谈",
    "提醒函",
    "督办函",
    "通报",
    "测评",
    "责任书",
)
"""The record types that every book knows; `record_types` adds its own."""

NOTICE_TYPES = ("提醒函", "督办函", "约谈", "通报")
"""The built-in record types that are notices to a unit; the types of the ladder are notices too."""


_NO_FORMAT = N_("there is no format {value}; this program knows {known}")


def _format(value: Any) -> int:
    if value != str(FORMAT):
        raise wrong("format", _NO_FORMAT, value=str(value)[:20], known=FORMAT)
    return FORMAT


Format = Annotated[
    int,
    Reads(_format),
    Written(
        "Format",
        {"type": ["integer", "string"], "minimum": FORMAT, "maximum": FORMAT, "pattern": f"^{FORMAT}$"},
        N_("this program knows no such format of a book"),
    ),
]


CARD_SIGNALS = ("yellow", "red")
"""What a card can say, the weakest first."""


class Rung(Model):
    """One step of the ladder of notices."""

    type: Annotated[Line, about("Type", "类型", "The record type that is sent, e.g. 提醒函.")]
    after: Annotated[
        Int, about("After", "逾期天数", "Days overdue from which it is owed. Unit: natural days.")
    ]


class Card(Model):
    """A record type that is a card: a warning that somebody issued, beside the computed signal."""

    type: Annotated[Line, about("Type", "类型", "The record type that is issued, e.g. 黄牌.")]
    signal: Annotated[
        Annotated[str, words(*CARD_SIGNALS)], about("Signal", "预警", "What the card says: yellow or red.")
    ]


class Notice(Model):
    """When deadlines are announced, and what follows when they have passed."""

    near: Annotated[
        tuple[Int, ...],
        about(
            "Near", "临期提醒", "How many days ahead a deadline is announced, the largest first. Unit: days."
        ),
    ] = (30, 15, 7)
    rebound_days: Annotated[
        Int,
        about("Days for a rebound", "反弹处置天数", "Days within which a rebound is reopened. Unit: days."),
    ] = 30
    ladder: Annotated[
        tuple[Rung, ...], about("Ladder", "督办阶梯", "Which notice is owed after how many days overdue.")
    ] = ()
    cards: Annotated[
        tuple[Card, ...], about("Cards", "红黄牌", "Which record types are cards; default 黄牌 and 红牌.")
    ] = (Card(type="黄牌", signal="yellow"), Card(type="红牌", signal="red"))
    slow_margin: Annotated[
        Int,
        about(
            "Margin of slow progress",
            "进度滞后界限",
            "Progress is slow where the share of time used exceeds that of measures done by more. "
            "Unit: percentage points.",
        ),
    ] = 30
    reply_days: Annotated[
        Int,
        about(
            "Days for an answer",
            "回复期限天数",
            "How long a unit has to answer a notice; 0: no answer is asked for. Unit: working days.",
        ),
    ] = 5


class Duty(Model):
    """Something that must be held again and again."""

    type: Annotated[Line, about("Type", "类型", "The record type that counts.")]
    held_by: Annotated[UnitCode, about("Held by", "组织单位", "The unit that holds it.")]
    every: Annotated[Interval, about("Every", "周期", "The period, e.g. 1 month.")]
    at_least: Annotated[Int, about("At least", "至少次数", "How many a period. Unit: records.")] = 1
    from_: Annotated[Date | None, about("From", "起始日", "The first day it is owed.", "from")] = None
    until: Annotated[Date | None, about("Until", "截止日", "The last day it is owed.")] = None
    note: Annotated[Line | None, about("Note", "备注", "Where the duty comes from.")] = None


class Slow(Model):
    """How many points a unit gets in the report `slow`: the more, the slower it ranks."""

    open: Annotated[Int, about("Open", "未办结每项", "For each entry that is not ended. Unit: points.")] = 0
    overdue: Annotated[Int, about("Overdue", "逾期每项", "For each overdue entry. Unit: points.")] = 10
    days: Annotated[
        Int, about("Days", "最长逾期每天", "For each day of the entry longest overdue. Unit: points.")
    ] = 1
    months_yellow: Annotated[
        Int,
        about("Slow months", "滞后每月", "For each month that ended with a slow entry. Unit: points."),
    ] = 10
    returned: Annotated[
        Int, about("Returned", "退回每次", "For each return in the period. Unit: points.")
    ] = 5
    extended: Annotated[
        Int, about("Extended", "延期每次", "For each extension granted in the period. Unit: points.")
    ] = 3
    notices: Annotated[
        Int, about("Notices", "督办每次", "For each notice sent in the period. Unit: points.")
    ] = 5


class Campaign(Model):
    """A campaign that entries of several ledgers belong to."""

    code: Annotated[PlanCode, about("Code", "代码", "The campaign's code.")]
    name: Annotated[Line, about("Name", "名称", "The campaign's name as printed.")]


class Git(Model):
    """How the book uses git."""

    commit: Annotated[
        Annotated[str, words("auto", "never")],
        about("Commit", "自动存档", "auto: each writing command makes one commit."),
    ] = "auto"


class Book(Model):
    """The settings of the whole book."""

    format: Annotated[Format, about("Format", "格式版本", "The format of the files; this version reads 1.")]
    name: Annotated[Line, about("Name", "名称", "The book's name as printed on covers and reports.")]
    language: Annotated[
        Annotated[str, words("zh", "en")],
        about("Language", "语言", "The language of letters, exports and commit subjects."),
    ] = "zh"
    timezone: Annotated[Line, about("Time zone", "时区", "The zone whose date is today; an IANA name.")] = (
        "Asia/Shanghai"
    )
    git: Annotated[Git, about("Git", "存档方式", "How the book uses git.")] = Git()
    records: Annotated[
        LedgerId | None, about("Records", "记录台账", "Prefix of the ledgers that records go to, e.g. JL.")
    ] = None
    notice: Annotated[Notice, about("Notice", "提醒", "When deadlines are announced.")] = Notice()
    duties: Annotated[
        tuple[Duty, ...], about("Duties", "例行职责", "What must be held, by whom, how often.")
    ] = ()
    record_types: Annotated[
        tuple[Line, ...], about("Record types", "记录类型", "Added to the built-in record types.")
    ] = ()
    campaigns: Annotated[tuple[Campaign, ...], about("Campaigns", "专项行动", "Campaigns of this book.")] = ()
    policy: Annotated[
        tuple[Version, ...], about("Policy", "规则", "Versions of the rules, the oldest first.")
    ] = ()
    slow: Annotated[
        Slow, about("Slow", "滞后排名", "The points by which the report slow ranks the units.")
    ] = Slow()
    scoring: Annotated[
        Line | None, about("Scoring", "评分标准", "File with the score rules, relative to this folder.")
    ] = None
