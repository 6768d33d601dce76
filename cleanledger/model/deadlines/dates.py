"""Days, months, quarters and years as lists print them, in Chinese: one table of forms."""

import calendar
import datetime as dt
import re

from cleanledger.i18n import N_
from cleanledger.model.deadlines.forms import Forms, Stretch
from cleanledger.model.deadlines.numerals import NUMBER, YEAR, number
from cleanledger.model.deadlines.scan import NO_SUCH_DAY, Scan

_VAGUE = N_("it says no day: write the month, or the day")
_YEAR_OF_BASE = N_("{words}: the year is {year}, counted from {base}")
_PAST = N_("a time that has passed is no deadline: write the date")
_TWO_FIGURES = N_("a year has four figures")
_NO_EARLY_DAY = N_(
    "no rule says which day ends 月初: ledger policy set early_day=5 --from DATE says so, or write the day"
)

_FIRST_YEAR = 1900
_TEN_DAYS = {"上旬": 10, "中旬": 20, "上中旬": 20}
_QUARTER = 3
_MONTHS = 12


_YEAR = f"(?:(?P<year>{YEAR})年度?|(?P<this>今年|本年度?|当年)|(?P<next>明年|次年|翌年|来年)|(?P<then>后年))"
_MONTH = f"(?P<month>{NUMBER})月份?"
_END = "(?P<end>最后一[天日]|月?底|月?末)"
_TEN = "(?P<ten>上中旬|中下旬|上旬|中旬|下旬)末?"
_EARLY = "(?P<early>月?初)"
_HOUR = "(?P<hour>[0-9]{1,2}(?:[时点]整?|:[0-9]{2})|下班|\\((?:星期|周)[一二三四五六日天]\\))?"
_CLOCK = r"(?:[ t]?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"


def _day(scan: Scan, match: re.Match[str], year: int, month: int | None, day: int | None) -> dt.date:
    if month is None or day is None or not _FIRST_YEAR <= year <= dt.MAXYEAR:
        raise scan.unread(*match.span(), NO_SUCH_DAY)
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise scan.unread(*match.span(), NO_SUCH_DAY) from None


def months(scan: Scan, match: re.Match[str], year: int, first: int | None, last: int | None) -> Stretch:
    """From the first day of the month `first` to the last day of the month `last`."""
    begins = _day(scan, match, year, first, 1)
    ends = _day(scan, match, year, last, 1)
    return Stretch(begins, ends.replace(day=calendar.monthrange(year, ends.month)[1]))


def year_in(scan: Scan, match: re.Match[str]) -> int:
    """The year that `match` names, or the one that is meant where it names none."""
    found = match.groupdict()
    if found.get("year"):
        return number(found["year"]) or 0
    if scan.began and (found.get("next") or not any(found.get(name) for name in ("this", "then"))):
        return scan.began.year + (1 if found.get("next") else 0)
    for name, ahead in (("this", 0), ("next", 1), ("then", 2)):
        if found.get(name):
            year = scan.base(match).year + ahead
            scan.say(match, _YEAR_OF_BASE, year=year, base=scan.base(match))
            return year
    year = scan.year(match)
    if scan.terms.year:
        scan.say(match, N_("{words}: the year is that of the ledger, {year}"), year=year)
    else:
        scan.say(match, _YEAR_OF_BASE, year=year, base=scan.terms.base)
    return year


def _in_figures(scan: Scan, match: re.Match[str]) -> Stretch:
    day = _day(scan, match, *(int(match[name]) for name in ("y", "m", "d")))
    return Stretch(day, day, is_figures=True)


def _day_of_month(scan: Scan, match: re.Match[str]) -> Stretch:
    day = _day(scan, match, year_in(scan, match), number(match["month"]), number(match["day"]))
    # Before an hour of a day is on that day.
    return Stretch(day, day, is_closed=bool(match["hour"]) and not match["hour"].startswith("("))


def _month(scan: Scan, match: re.Match[str]) -> Stretch:
    month = number(match["month"])
    return _part(scan, match, months(scan, match, year_in(scan, match), month, month))


def _month_in_figures(scan: Scan, match: re.Match[str]) -> Stretch:
    month = int(match["m"])
    return _part(scan, match, months(scan, match, int(match["y"]), month, month))


def _part(scan: Scan, match: re.Match[str], whole: Stretch) -> Stretch:
    """The part of a month that 上旬, 月底 and the like name."""
    found = match.groupdict()
    if found.get("early"):
        if scan.terms.early_day is None:
            raise scan.unread(*match.span(), _NO_EARLY_DAY)
        scan.say(match, N_("{words}: by the policy it ends with day {day}"), day=scan.terms.early_day)
        return whole._replace(last=whole.first.replace(day=scan.terms.early_day))
    if ten := found.get("ten"):
        if ten in _TEN_DAYS:
            return Stretch(whole.first, whole.first.replace(day=_TEN_DAYS[ten]))
        return whole._replace(is_closed=True)
    return whole._replace(is_closed=bool(found.get("end")))


def _this_month(scan: Scan, match: re.Match[str]) -> Stretch:
    base = scan.base(match)
    ahead = base.month - 1 + (1 if match["following"] else 0)
    year, month = base.year + ahead // _MONTHS, ahead % _MONTHS + 1
    if match["day"]:
        day = _day(scan, match, year, month, number(match["day"]))
        return Stretch(day, day)
    return _part(scan, match, months(scan, match, year, month, month))


def _this_quarter(scan: Scan, match: re.Match[str]) -> Stretch:
    base = scan.base(match)
    quarter = (base.month - 1) // _QUARTER + (1 if match["following"] else 0)
    year = base.year + quarter // 4
    return _part(scan, match, quarters(scan, match, year, quarter % 4 + 1, quarter % 4 + 1))


def quarters(scan: Scan, match: re.Match[str], year: int, first: int | None, last: int | None) -> Stretch:
    """From the first day of the quarter `first` to the last day of the quarter `last`."""
    if first is None or last is None or not 1 <= first <= 4 or not 1 <= last <= 4:  # noqa: PLR2004 - a year has four
        raise scan.unread(*match.span(), NO_SUCH_DAY)
    return months(scan, match, year, first * _QUARTER - 2, last * _QUARTER)


def _quarter(scan: Scan, match: re.Match[str]) -> Stretch:
    quarter = number(match["quarter"])
    first = 1 if match["up_to"] else quarter
    if match["early"]:
        raise scan.unread(*match.span(), _VAGUE)
    return _part(scan, match, quarters(scan, match, year_in(scan, match), first, quarter))


def _half(scan: Scan, match: re.Match[str]) -> Stretch:
    year = year_in(scan, match)
    first = 1 if match["half"] in ("上", "1", "一") else 7
    return _part(scan, match, months(scan, match, year, first, first + 5))


def _year(scan: Scan, match: re.Match[str]) -> Stretch:
    if match["early"]:
        raise scan.unread(*match.span(), _VAGUE)
    return _part(scan, match, months(scan, match, year_in(scan, match), 1, _MONTHS))


def _range(scan: Scan, match: re.Match[str]) -> Stretch:
    """3-4月: both ends before the one 月, 季度 or 年."""
    first, last = number(match["first"]), number(match["last"])
    if first is None or last is None or last < first:
        raise scan.unread(*match.span(), BACKWARDS)
    if match["unit"].startswith("季"):
        whole = quarters(scan, match, year_in(scan, match), first, last)
    else:
        whole = months(scan, match, year_in(scan, match), first, last)
    return _part(scan, match, whole)


def _years(scan: Scan, match: re.Match[str]) -> Stretch:
    first, last = number(match["first"]), number(match["last"])
    if first is None or last is None or last < first:
        raise scan.unread(*match.span(), BACKWARDS)
    whole = Stretch(_day(scan, match, first, 1, 1), _day(scan, match, last, _MONTHS, 31))
    return _part(scan, match, whole)


def _is_past(scan: Scan, match: re.Match[str]) -> Stretch:
    raise scan.unread(*match.span(), _PAST)


def _short_year(scan: Scan, match: re.Match[str]) -> Stretch:
    raise scan.unread(*match.span(), _TWO_FIGURES)


BACKWARDS = N_("it ends before it begins")
DASH = "(?:-+|~+|至|到| to )"

FORMS = Forms(
    (r"(?:去年|上年|前年|上季度?|上个?月)[^,;。\n]*", _is_past),
    (r"[0-9]{2}年(?!之?内|以内)[^,;。、\\n]*", _short_year),
    (
        rf"(?P<y>[0-9]{{4}})(?P<sep>[-./])(?P<m>[0-9]{{1,2}})(?P=sep)(?P<d>[0-9]{{1,2}}){_CLOCK}(?![0-9])日?",
        _in_figures,
    ),
    (r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?![0-9])", _in_figures),
    (rf"(?P<first>{YEAR})年?{DASH}(?P<last>{YEAR})年度?(?:年?{_END})?", _years),
    (
        rf"{_YEAR}?(?P<first>{NUMBER}){DASH}(?P<last>{NUMBER})(?P<unit>月份?)(?![0-9一二三四五六七八九十]+日)(?:{_END}|{_TEN})?",
        _range,
    ),
    (rf"{_YEAR}?第?(?P<first>[1-9一二三四]){DASH}第?(?P<last>[1-9一二三四])(?P<unit>季度?){_END}?", _range),
    (rf"{_YEAR}?{_MONTH}(?P<day>{NUMBER})[日号]{_HOUR}", _day_of_month),
    (rf"{_YEAR}?{_MONTH}(?:{_END}|{_TEN}|{_EARLY})?", _month),
    (
        rf"(?P<y>[0-9]{{4}})(?P<sep>[-./])(?P<m>[0-9]{{1,2}})(?!(?P=sep)?[0-9])(?:月?(?:{_END}|{_TEN}))?",
        _month_in_figures,
    ),
    (
        rf"{_YEAR}?(?P<up_to>前)?第?(?P<quarter>[1-9一二三四五六七八九])(?(up_to)个?|)季度?(?:{_END}|(?P<early>季?初))?",
        _quarter,
    ),
    (rf"{_YEAR}?(?P<half>[上下])半年度?{_END}?", _half),
    (rf"(?:本|当|这个?)(?P<following>)月份?(?:(?P<day>{NUMBER})[日号]|{_END}|{_TEN}|{_EARLY})?", _this_month),
    (rf"(?P<following>下一?个?|次)月份?(?:(?P<day>{NUMBER})[日号]|{_END}|{_TEN}|{_EARLY})?", _this_month),
    (rf"(?:本|当|这个?)(?P<following>)季度?{_END}?", _this_quarter),
    (rf"(?P<following>下一?个?|次)季度?{_END}?", _this_quarter),
    (rf"{_YEAR}(?:全年|年?{_END}|年终|年内|(?P<early>年?初))?", _year),
    (r"(?:全年度?|年度内|年内|年终|年(?P<end>底|末)|(?P<early>年初))", _year),
)
