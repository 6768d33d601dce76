"""One date of a text: a form of the tables, a range of two, and whether 前 behind it takes the day in."""

import datetime as dt
import re
from functools import cache

from cleanledger.i18n import N_
from cleanledger.model.deadlines import dates, english, relative
from cleanledger.model.deadlines.dates import BACKWARDS, DASH
from cleanledger.model.deadlines.forms import Forms, Stretch
from cleanledger.model.deadlines.numerals import NUMBER, number
from cleanledger.model.deadlines.phrases import patterns
from cleanledger.model.deadlines.scan import NO_SUCH_DAY, Scan

_ENDS_BEFORE = N_("{words}: by the policy 前 does not take it in")
_LATIN = re.compile("[a-z+]")


@cache
def _dash() -> re.Pattern[str]:
    return re.compile(DASH)


@cache
def _start() -> re.Pattern[str]:
    return re.compile(relative.START)


@cache
def _bare_day() -> re.Pattern[str]:
    return re.compile(f"(?P<day>{NUMBER})[日号]")


def expression(scan: Scan) -> Stretch | None:
    """The date that begins here, read on behind it; None where none does, and nothing was read."""
    start = scan.at
    found = _form(scan)
    if found is None:
        if scan.take(_start()):
            scan.leans_on.add("base")
        lead = scan.take(patterns().lead)
        found = _form(scan) if scan.at > start else None
        if found and lead and lead["en_before"]:
            found = _before(scan, lead, found)
    if found is None:
        scan.at = start
        return None
    whole = _range(scan, start, found)
    behind = scan.at
    if (tail := scan.take(patterns().before)) and tail["before"]:
        if whole.is_count:
            scan.at = behind
            return whole
        return _before(scan, tail, whole)
    return whole


def _form(scan: Scan) -> Stretch | None:
    tables: tuple[Forms, ...] = (dates.FORMS, relative.FORMS)
    if _LATIN.match(scan.text, scan.at) or (scan.is_latin and scan.text[scan.at : scan.at + 1].isdigit()):
        tables = (english.FORMS, *tables)
    for table in tables:
        for pattern, build in table:
            if match := scan.take(pattern):
                found = build(scan, match)
                is_before = "before" in pattern.groupindex and match["before"]
                return _before(scan, match, found) if is_before else found
    return None


def _range(scan: Scan, start: int, first: Stretch) -> Stretch:
    """What begins with `first` and goes on behind a dash; `first` where nothing does."""
    behind = scan.at
    if not scan.take(_dash()):
        return first
    scan.began = first.first
    try:
        end = _form(scan) or _day_alone(scan, first)
    finally:
        scan.began = None
    if end is None:
        scan.at = behind
        return first
    if end.last < first.first:
        raise scan.unread(start, scan.at, BACKWARDS)
    return Stretch(first.first, end.last, is_closed=True)


def _day_alone(scan: Scan, first: Stretch) -> Stretch | None:
    """The 15日 of 6月1日-15日."""
    match = scan.take(_bare_day())
    if match is None:
        return None
    try:
        day = first.first.replace(day=number(match["day"]) or 0)
    except ValueError:
        raise scan.unread(*match.span(), NO_SUCH_DAY) from None
    return Stretch(day, day)


def _before(scan: Scan, tail: re.Match[str], found: Stretch) -> Stretch:
    if scan.terms.inclusive or found.is_closed:
        return found
    scan.say(tail, _ENDS_BEFORE)
    return found._replace(last=found.first - dt.timedelta(days=1))
