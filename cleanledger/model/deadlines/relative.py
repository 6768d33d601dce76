"""Deadlines that count from a day: 10个工作日内, 自收到通知之日起15日内, 一个月内, 立行立改."""

import datetime as dt
import re

from cleanledger.i18n import N_
from cleanledger.model.deadlines.dates import DASH
from cleanledger.model.deadlines.forms import Forms, Stretch
from cleanledger.model.deadlines.numerals import NUMBER, number
from cleanledger.model.deadlines.scan import Scan
from cleanledger.model.intervals import after

_NONE = N_("none is no time: write 1 or more")
_TWO_COUNTS = N_("two numbers stand here: write the one that counts")
_TOO_FAR = N_("no calendar goes so far")
_WORKING = N_("{words}: {count} working days after {base}, which is not counted")
_NATURAL = N_("{words}: counted from {base}, which is day 0")

_ACTS = "收文|收到|接到|接收|签收|收|接|印发|发文|下发|发布|公布|公开|下达|交办|反馈|通报|送达|移交|成文"
_PAPERS = (
    "通知书|通知|通报|文件|问题清单|任务清单|清单|任务书|任务|交办单|交办件|交办函|交办|督办单|督办函|督办通知|提醒函|"
    "整改通知书|整改通知|整改意见|反馈意见|反馈|意见|移交单|方案|台账|审计报告|报告|来文|函件|函|单"
)
_OWN = "本|该|此|相关|有关|巡视|巡察|审计"
START = (
    f"(?:(?:自|从|在)?(?:(?:{_ACTS})(?:{_OWN})?(?:{_PAPERS})?|(?:{_OWN})?(?:{_PAPERS})(?:{_ACTS}))"
    "(?:之日|当日|之时|次日|时|日)?(?:起算|起|以后|之后|后|开始)"
    rf"|(?:自|从)(?:{_ACTS})\.{{3,6}}(?:之日)?起?|(?:自|从)?(?:即日|今日|今天|发文之日|印发之日)起),?"
)
"""What a count begins with: 自收到本通知之日起, 即日起; it is read as the day that words count from."""
_WITHIN = "(?:之内|以内|内)"

_SPANS = {
    "天": "days",
    "日": "days",
    "自然日": "days",
    "周": "weeks",
    "星期": "weeks",
    "礼拜": "weeks",
    "月": "months",
    "季度": "quarters",
    "年": "years",
}


def _working_days(scan: Scan, match: re.Match[str]) -> Stretch:
    return working_days(scan, match, _count(match))


def working_days(scan: Scan, match: re.Match[str], count: int) -> Stretch:
    """The `count`-th working day after the base."""
    if not count:
        raise scan.unread(*match.span(), _NONE)
    base = scan.base(match)
    scan.counted = scan.terms.workdays.after(base, count)
    scan.say(match, _WORKING, count=count, base=base)
    return Stretch(base, scan.counted.last, is_count=True)


def _natural(scan: Scan, match: re.Match[str]) -> Stretch:
    return natural(scan, match, _count(match), _SPANS[match["unit"]])


def natural(scan: Scan, match: re.Match[str], count: int, unit: str) -> Stretch:
    """`count` days, weeks, months, quarters or years after the base; of a short month the last day."""
    if not count:
        raise scan.unread(*match.span(), _NONE)
    if unit == "quarters":
        count, unit = count * 3, "months"
    base = scan.base(match)
    due = after(base, f"{count} {unit}")
    if due == dt.date.max:
        raise scan.unread(*match.span(), _TOO_FAR)
    scan.say(match, _NATURAL, base=base)
    return Stretch(base, due, is_count=True)


def _half(scan: Scan, match: re.Match[str]) -> Stretch:
    return (
        natural(scan, match, 15, "days") if match["of"].endswith("月") else natural(scan, match, 6, "months")
    )


def _hours(scan: Scan, match: re.Match[str]) -> Stretch:
    return natural(scan, match, -(-_count(match) // 24), "days")


def _today(scan: Scan, match: re.Match[str]) -> Stretch:
    base = scan.base(match)
    return Stretch(base, base)


def _which(scan: Scan, match: re.Match[str]) -> Stretch:
    raise scan.unread(*match.span(), _TWO_COUNTS)


def _count(match: re.Match[str]) -> int:
    return number(match["count"]) or 0


FORMS = Forms(
    (rf"(?:{START})?(?P<count>{NUMBER})个?工作日{_WITHIN}?", _working_days),
    (rf"(?:{START})?(?P<count>{NUMBER})(?:个)?(?P<unit>自然日|天|星期|礼拜|周){_WITHIN}?", _natural),
    (rf"(?:{START})?(?P<count>{NUMBER})个(?P<unit>月|季度){_WITHIN}?", _natural),
    (rf"(?:{START})(?P<count>{NUMBER})(?P<unit>日|年){_WITHIN}?", _natural),
    (rf"(?P<count>{NUMBER})(?P<unit>日|年){_WITHIN}", _natural),
    (rf"(?:{START})?(?P<count>{NUMBER})个?小时{_WITHIN}?", _hours),
    (rf"(?:{START})?半(?P<of>年|个月){_WITHIN}?(?!度)", _half),
    ("当[天日]", _today),
    (rf"(?:{NUMBER}){DASH}(?:{NUMBER})(?:个?工作日|个?自然日|[天日周]|个月)[^,;。\n]*", _which),
)
