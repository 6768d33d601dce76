"""Intervals such as `6 months`: what they are made of, and the day that lies one or several further on."""

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_NUMBERS = {"": 1, "双": 2, "两": 2, **{sign: at for at, sign in enumerate("一二三四五六七八九十", 1)}}
_SPOKEN: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        **dict.fromkeys(("天", "日"), (1, "day")),
        **dict.fromkeys(("周", "星期"), (1, "week")),
        "月": (1, "month"),
        **dict.fromkeys(("季", "季度"), (3, "month")),
        "半年": (6, "month"),
        "年": (1, "year"),
    }
)
_WORDS = re.compile(rf"每?\s*([0-9]*|[{''.join(_NUMBERS)}])\s*个?({'|'.join(_SPOKEN)})(?:一次)?")


class Parts(NamedTuple):
    """How many of which unit: day, week, month or year."""

    number: int
    unit: str

    @property
    def by_days(self) -> bool:
        """Whether it is a number of days, whatever the calendar says."""
        return self.unit in _DAYS


def parts(interval: str) -> Parts:
    """The number and the unit of an interval."""
    count, _blank, name = interval.partition(" ")
    return Parts(int(count), name.removesuffix("s"))


def after(day: dt.date, interval: str, times: int = 1) -> dt.date:
    """The day `times` intervals after `day`; of a month that is too short the last day."""
    count, unit = parts(interval)
    count *= times
    if unit in _DAYS:
        return dt.date.fromordinal(min(day.toordinal() + count * _DAYS[unit], dt.date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = divmod(months, 12)
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def from_words(text: str) -> str:
    """An interval as stored, from Chinese words (每月, 每两周, 半年, 3个月); else `text` as it is."""
    found = _WORDS.fullmatch(text.strip())
    if not found:
        return text
    each, unit = _SPOKEN[found[2]]
    count = (_NUMBERS[found[1]] if found[1] in _NUMBERS else int(found[1])) * each
    return f"{count} {unit if count == 1 else f'{unit}s'}"
