"""Words of a deadline that are no date: what goes on, what is done at once, how often it is reviewed."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from cleanledger.model.deadlines.numerals import NUMBER

IMMEDIATE = (
    "立行立改",
    "即知即改",
    "立知立改",
    "立整立改",
    "立查立改",
    "即查即改",
    "边查边改",
    "边整边改",
    "立即整改",
)
"""At once; the policy says how many days that is."""
UNDECIDED = "时限待定"
"""Nobody has set it yet."""

_UNDECIDED = f"{UNDECIDED}|时间待定|待定|tbd|to be decided|undecided"
_IMMEDIATE = "|".join((*IMMEDIATE, "立即改正", "立改", "immediately", "at once"))
_GOES_ON = "长期|持续|常态化?|经常化?|始终|长效|不断"
_HOW = (
    "坚持|推进|推动|开展|进行|整改|抓好|抓|落实|保持|巩固|深化|深入|实施|执行|运行|加强|完善|提升|用力"
    "|长效|化"
)
_STANDING = (
    f"(?:{_GOES_ON})(?:{_GOES_ON}|{_HOW})*(?:下去)?|长抓不懈|常抓不懈|持之以恒|一以贯之"
    "|(?:is )?ongoing|continuous(?:ly)?|continuing|permanent(?:ly)?|standing|long[- ]term"
)
_LABEL = (
    "(?:(?:要求|截止|截至|计划|拟|预计|完成|整改|办理|办结|防控|落实|销号|目标|责任|推进|工作)*"
    "(?:时间|时限|期限|日期|节点|安排)(?:要求|安排|节点)?(?:为|是|:)"
    "|(?:due|deadline):? ?|限期:|限期?于?(?=[0-9一二三四五六七八九十两半])|完成:)"
)
_LEAD = (
    "(?:截止到|截止|截至|不迟于|不晚于|最迟于?|最晚于?|务必于|务必在|须于|应于|确保|于|在|到|至|从|自"
    "|(?:no|not) later than |due by |due |by |until |on |(?P<en_before>before ))"
)
_BEFORE = "(?P<before>之前|以前|前)|(?:以内|之内|内|期间|为止|截止|止)"
_ENDS = r"(?=$|[,;。、\n)]|并|且)"
_DONE = (
    "(?:(?:要|应|须|必须|务必|需|予以|全部|全面|确保|按期|按时)*"
    "(?:完成整改|完成任务|完成销号|整改落实|整改|落实|办理|办结|解决|完成|结束|销号|报送|上报|到位)"
    f"(?:完成|完毕|到位)?|(?:be )?(?:done|completed?|finished)){_ENDS}"
)
_SPAN = f"(?P<count>{NUMBER})?个?(?P<unit>天|日|周|星期|月|季度?|半年|年|年度)"
_LOOK = (
    "(?:评估|复核|复查|回头看|检查|评价|总结|梳理|研判|审视|评审|自查|自评"
    "|调度|研究|统计|通报|汇报|报告|讲评)"
)
_REVIEW = (
    f"(?:(?:按|每){_SPAN}(?:至少|不少于)?(?:开展|进行|组织)?(?:1|一)?次?{_LOOK}?(?:1|一)?次?"
    "|(?:reviewed |review )?every (?P<en_count>[0-9]{1,2} )?(?P<en_unit>day|week|month|quarter|year)s?)"
    f"{_ENDS}"
)
_CADENCE = (
    r"[^,;。\n]*每[0-9一二三四五六七八九十两]*个?(?:天|日|周|旬|星期|月|季|半年|年)[^,;。\n]*"
    r"|(?:[一二两三半]|[0-9]{1,2})个?(?:周|月|季度?|年)[一两](?![日号十])[^,;。\n]*"
    r"|every [^,;。\n]*"
)
_GLUE = r"[,;。、\n ()]+|\.$|并且|并|且|及|then |and "
_NUMBERING = rf"\((?:{NUMBER})\)|(?:{NUMBER})[、)]|(?:{NUMBER})\.(?: |(?![0-9]))|[一二三四五六七八九]是"

_UNITS: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        **dict.fromkeys(("天", "日"), (1, "day")),
        **dict.fromkeys(("周", "星期"), (1, "week")),
        "月": (1, "month"),
        **dict.fromkeys(("季", "季度"), (3, "month")),
        "半年": (6, "month"),
        **dict.fromkeys(("年", "年度"), (1, "year")),
    }
)


class Patterns(NamedTuple):
    """The patterns above, compiled."""

    undecided: re.Pattern[str]
    immediate: re.Pattern[str]
    standing: re.Pattern[str]
    label: re.Pattern[str]
    lead: re.Pattern[str]
    before: re.Pattern[str]
    done: re.Pattern[str]
    review: re.Pattern[str]
    cadence: re.Pattern[str]
    glue: re.Pattern[str]
    numbering: re.Pattern[str]
    from_then_on: re.Pattern[str]
    """Behind a second date: 2025年1月起长期坚持."""


@cache
def patterns() -> Patterns:
    """Compiled when the first deadline is read."""
    texts = (
        _UNDECIDED,
        _IMMEDIATE,
        _STANDING,
        _LABEL,
        _LEAD,
        _BEFORE,
        _DONE,
        _REVIEW,
        _CADENCE,
        _GLUE,
        _NUMBERING,
        f"(?:起|开始|后|以后|之后)(?:{_STANDING})",
    )
    return Patterns(*map(re.compile, texts))


def interval(count: int, unit: str) -> str:
    """An interval as stored (`6 months`), from a count and a unit in Chinese."""
    times, name = _UNITS[unit]
    number = count * times
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
