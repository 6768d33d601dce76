"""A cell with several parts of the way, each with its date and its title: 3月：制定方案；4月：组织自查."""

import re
from collections.abc import Iterator
from functools import cache

from cleanledger.i18n import N_
from cleanledger.model.deadlines.expression import expression
from cleanledger.model.deadlines.folded import Folded
from cleanledger.model.deadlines.forms import Stretch
from cleanledger.model.deadlines.phrases import patterns
from cleanledger.model.deadlines.plain import plain
from cleanledger.model.deadlines.scan import Scan
from cleanledger.model.deadlines.terms import Reading, Terms, Unread

Part = tuple[str, Stretch]
"""The title of one part, and its days."""


@cache
def _breaks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What parts two parts of a cell: always, and where the next one begins with a date."""
    return re.compile("[;。\n]"), re.compile("[,、]")


def milestones(folded: Folded, terms: Terms) -> Reading | None:
    """A cell of several parts; None where it is none, Unread where one of its parts says nothing."""
    label = Scan(folded, terms).take(patterns().label)
    whole = folded.part(label.end() if label else 0, len(folded.text))
    titled: list[Part] = []
    scans: list[Scan] = []
    goes_on: Reading | None = None
    for part in _parts(whole, terms):
        # A part that names no year is of the year that the part before it named.
        scan = Scan(part, terms._replace(year=_year_of(scans, titled) or terms.year))
        scans.append(scan)
        found = _milestone(scan)
        if found:
            titled.append(found)
            continue
        try:
            goes_on = plain(scan)
        except Unread:
            if titled and len(scans) > 1:
                raise
            return None
    if len(titled) < 2 or not all(title for title, _days in titled):  # noqa: PLR2004 - one part is no way
        return None
    return Reading(
        text=folded.typed,
        due=max(days.last for _title, days in titled),
        standing=bool(goes_on),
        review=goes_on.review if goes_on else "",
        milestones=tuple((title, days.last) for title, days in titled),
        leans_on=frozenset(each for scan in scans for each in scan.leans_on),
        how=tuple(each for scan in scans for each in scan.how),
    )


_BEGINS = re.compile("(?:之|以)?后|起|开始|以来")
_FROM = N_("from a day on is no deadline: write until when")


def _year_of(scans: list[Scan], titled: list[Part]) -> int | None:
    if not titled or scans[-1].leans_on:
        return scans[-1].terms.year if scans else None
    return titled[-1][1].last.year


def _parts(folded: Folded, terms: Terms) -> list[Folded]:
    strong, weak = _breaks()
    parts = [part for part in folded.split(strong) if part.text]
    if len(parts) > 1:
        return parts
    parts = list(folded.split(weak))
    return _by_dates(parts, terms) if len(parts) > 1 else list(_before_dates(folded, terms))


def _by_dates(parts: list[Folded], terms: Terms) -> list[Folded]:
    """Parts between commas, joined so that each has a date, or says that it goes on."""
    found: list[Folded] = []
    for part in parts:
        if not found or _begins(Scan(part, terms)):
            found.append(part)
        else:
            found[-1] = found[-1].until(part)
    return found


def _begins(scan: Scan) -> bool:
    words = patterns()
    scan.take(words.glue)
    scan.take(words.numbering)
    return bool(scan.take(words.standing)) or _milestone(scan) is not None


def _before_dates(folded: Folded, terms: Terms) -> Iterator[Folded]:
    """The parts of a cell with nothing but blanks between them: each begins with a date and a colon."""
    scan, begun = Scan(folded, terms), 0
    for place in range(1, len(folded.text)):
        scan.at = place
        if folded.gap_before(place) and _is_date(scan) and folded.text[scan.at : scan.at + 1] == ":":
            yield folded.part(begun, place)
            begun = place
    yield folded.part(begun, len(folded.text))


def _is_date(scan: Scan) -> bool:
    try:
        return expression(scan) is not None
    except Unread:
        return False


@cache
def _in_brackets() -> re.Pattern[str]:
    return re.compile(r"\(([^()]+)\)")


def _milestone(scan: Scan) -> Part | None:
    """The title and the days of one part; None where it has no date, or says more than that."""
    words = patterns()
    scan.take(words.glue)
    scan.take(words.numbering)
    start = scan.at
    if found := expression(scan):
        # What begins on a day (6月30日后启动) is not due on it, whatever stands behind.
        if match := _BEGINS.match(scan.text, scan.at):
            raise scan.unread(match.start(), len(scan.text), _FROM)
        return _title(scan, scan.at, len(scan.text)), found
    for match in _in_brackets().finditer(scan.text, start):
        if found := _up_to(scan, match.start(1), match.end(1)):
            titles = (_title(scan, start, match.start()), _title(scan, match.end(), len(scan.text)))
            return " ".join(filter(None, titles)), found
    for match in reversed(list(re.finditer("[:,]", scan.text))):
        if match.start() > start and (found := _up_to(scan, match.end(), len(scan.text))):
            return _title(scan, start, match.start()), found
    scan.at = start
    return None


def _up_to(scan: Scan, start: int, end: int) -> Stretch | None:
    """The date that `text[start:end]` is, label and 完成 aside; None where it is none."""
    scan.at = start
    scan.take(patterns().label)
    found = expression(scan)
    scan.take(patterns().done)
    return found if found and scan.at == end else None


_LABEL_AT_END = re.compile("[,，]?(?:完成)?(?:时间|时限)$")


def _title(scan: Scan, start: int, end: int) -> str:
    """What was typed there, without the marks around it."""
    return _LABEL_AT_END.sub("", scan.folded.quote(start, end).strip(_MARKS)).strip(_MARKS)


_MARKS = " :：,，、.。;；()（）\n\t\u3000"
