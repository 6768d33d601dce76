"""Intervals and periods in words: how often something recurs, and which month or fortnight is meant."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cleanledger.i18n import N_, _, language
from cleanledger.model.intervals import parts
from cleanledger.model.vocabulary import listed

_NAMED = MappingProxyType(
    {
        (1, "day"): N_("every day"),
        (1, "week"): N_("every week"),
        (2, "week"): N_("every two weeks"),
        (1, "month"): N_("every month"),
        (2, "month"): N_("every two months"),
        (3, "month"): N_("every quarter"),
        (6, "month"): N_("every half-year"),
        (1, "year"): N_("every year"),
        (2, "year"): N_("every two years"),
    }
)
_COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "day": N_("every {n} days"),
        "week": N_("every {n} weeks"),
        "month": N_("every {n} months"),
        "year": N_("every {n} years"),
    }
)
_QUARTERS = (N_("{year}-Q1"), N_("{year}-Q2"), N_("{year}-Q3"), N_("{year}-Q4"))
_HALVES = (N_("{year}-H1"), N_("{year}-H2"))
_INTERVAL = re.compile(r"[1-9][0-9]* (day|week|month|year)s?")
_MONTHS_OF_A_YEAR = 12
_MOST_NAMED = 6


def interval_in_words(interval: str) -> str:
    """`6 months` as offices say it: 每半年; in English, and where it is no interval, as it stands."""
    if language() != "zh" or not _INTERVAL.fullmatch(interval):
        return interval
    number, unit = parts(interval)
    if unit == "month" and number % _MONTHS_OF_A_YEAR == 0:
        number, unit = number // _MONTHS_OF_A_YEAR, "year"
    return _(_NAMED[number, unit]) if (number, unit) in _NAMED else _(_COUNTED[unit], n=number)


def periods_in_words(codes: Sequence[str]) -> str:
    """The first few of several periods by their names, and how many more there are."""
    named = listed(map(period_in_words, codes[:_MOST_NAMED]))
    more = len(codes) - _MOST_NAMED
    return _("{names} and {n} more", names=named, n=more) if more > 0 else named


def period_in_words(code: str) -> str:
    """`2024-03` as offices write it: 2024年3月; in English as it stands."""
    first, _slash, last = code.partition("/")
    if last:
        # Of the same year only once: 2024-03-04至03-17.
        shown = last[5:] if last[:5] == first[:5] and language() == "zh" else last
        return _("{first}/{last}", first=first, last=shown)
    if found := re.fullmatch(r"(\d{4})(?:-(?:(\d\d)|Q([1-4])|H([12])))?", code):
        year, month, quarter, half = found.groups()
        if month:
            return _("{year}-{month:02}", year=year, month=int(month))
        if quarter:
            return _(_QUARTERS[int(quarter) - 1], year=year)
        return _(_HALVES[int(half) - 1], year=year) if half else _("{year}", year=year)
    return code
