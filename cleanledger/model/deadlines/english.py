"""Deadlines in plain English: by end of June 2024, Q3 2024, within 10 working days, +10wd."""

import datetime as dt
import re

from cleanledger.model.deadlines.dates import months, quarters, year_in
from cleanledger.model.deadlines.forms import Forms, Stretch
from cleanledger.model.deadlines.relative import natural, working_days
from cleanledger.model.deadlines.scan import NO_SUCH_DAY, Scan

_NAMES = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
_SHORT = "jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
_MONTH = rf"(?P<name>{'|'.join(_NAMES)}|{_SHORT})\.?"
_YEAR = "(?P<year>[0-9]{4})"
_END = "(?P<end>(?:the )?end(?: of)? )"
_BEFORE = r"(?P<before>before )|(?:(?:not|no) later than|by|until|on|in|during|within|due|due by) "
LEAD = rf"(?:{_BEFORE})?"
"""What may stand before an English date."""
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT = rf"(?P<count>[0-9]{{1,4}}|(?:{'|'.join(_COUNTS)})(?= )) ?"
_LAST = r"(?![a-z0-9])"


def _month(match: re.Match[str]) -> int:
    return next(place for place, name in enumerate(_NAMES, 1) if name.startswith(match["name"][:3]))


def _day(scan: Scan, match: re.Match[str]) -> Stretch:
    year = year_in(scan, match)
    try:
        day = dt.date(year, _month(match), int(match["day"]))
    except ValueError:
        raise scan.unread(*match.span(), NO_SUCH_DAY) from None
    return Stretch(day, day)


def _of_month(scan: Scan, match: re.Match[str]) -> Stretch:
    month = _month(match)
    whole = months(scan, match, year_in(scan, match), month, month)
    part = match.groupdict().get("part")
    if part in ("early", "mid"):
        return whole._replace(last=whole.first.replace(day=10 if part == "early" else 20))
    return whole._replace(is_closed=bool(match.groupdict().get("end")) or part == "late")


def _quarter(scan: Scan, match: re.Match[str]) -> Stretch:
    number = int(match["quarter"])
    return quarters(scan, match, year_in(scan, match), number, number)


def _half(scan: Scan, match: re.Match[str]) -> Stretch:
    half = 1 if match["half"] in ("1", "first") else 7
    return months(scan, match, year_in(scan, match), half, half + 5)


def _year(scan: Scan, match: re.Match[str]) -> Stretch:
    whole = months(scan, match, year_in(scan, match), 1, 12)
    return whole._replace(is_closed=True)


def _relative(scan: Scan, match: re.Match[str]) -> Stretch:
    typed, unit = match["count"], match["unit"]
    count = _COUNTS.index(typed) + 1 if typed in _COUNTS else int(typed)
    if unit.startswith(("w", "b")) and unit not in ("w", "week", "weeks"):
        return working_days(scan, match, count)
    return natural(scan, match, count, _UNITS[unit[0]])


_UNITS = {"d": "days", "c": "days", "w": "weeks", "m": "months", "y": "years"}
_UNIT = (
    r"(?P<unit>wd|working days?|workdays?|business days?|calendar days?|days?|d|weeks?|w|months?|m|years?|y)"
)

FORMS = Forms(
    (rf"(?:\+|in |within )?{_COUNT}{_UNIT}{_LAST}", _relative),
    (rf"{LEAD}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? ?{_YEAR})?{_LAST}", _day),
    (rf"{LEAD}{_MONTH} (?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? ?{_YEAR})?{_LAST}", _day),
    (rf"{LEAD}(?P<part>early|mid|late)[- ]{_MONTH}(?:,? ?{_YEAR})?{_LAST}", _of_month),
    (rf"{LEAD}{_END}?{_MONTH}(?:,? ?{_YEAR})?{_LAST}", _of_month),
    (rf"{LEAD}{_END}?q(?P<quarter>[0-9])(?: ?(?:of )?{_YEAR})?{_LAST}", _quarter),
    (rf"{LEAD}{_END}?{_YEAR}年? ?q(?P<quarter>[0-9]){_LAST}", _quarter),
    (rf"{LEAD}{_END}?h(?P<half>[12])(?: ?(?:of )?{_YEAR})?{_LAST}", _half),
    (rf"{LEAD}{_END}?{_YEAR} ?h(?P<half>[12]){_LAST}", _half),
    (rf"{LEAD}(?:the )?(?P<half>first|second) half(?: of)?(?: {_YEAR})?{_LAST}", _half),
    (rf"{LEAD}{_END}(?:the )?(?:{_YEAR}|(?P<this>this year)|(?P<next>next year)|year){_LAST}", _year),
    (rf"{LEAD}(?:(?P<this>this year)|(?P<next>next year)|(?:the )?year[- ]?end(?: {_YEAR})?){_LAST}", _year),
    (rf"(?:by|in|during|until) {_YEAR}(?![-./][0-9]){_LAST}", _year),
)
