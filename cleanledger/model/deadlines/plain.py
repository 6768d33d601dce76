"""A deadline with one date at most: until when, at once, going on, reviewed how often; or not set yet."""

import re
from dataclasses import dataclass

from cleanledger.i18n import N_
from cleanledger.model.deadlines.expression import expression
from cleanledger.model.deadlines.forms import Stretch
from cleanledger.model.deadlines.numerals import number
from cleanledger.model.deadlines.phrases import interval, patterns
from cleanledger.model.deadlines.scan import NOT_UNDERSTOOD, Scan
from cleanledger.model.deadlines.terms import Reading, Unread
from cleanledger.model.intervals import after

_CADENCE = N_(
    "that is how often something is held, not until when: ledger duty add, or review_every beside 长期坚持"
)
_TWO = N_("a second day stands here; several parts of the way want a title each")
_IMMEDIATE = N_("{words}: by the policy that is {days} days, counted from {base}")
_STANDING = N_("{words}: it goes on; after the deadline only reviews count")


@dataclass
class _Parts:
    """What a text says, part by part."""

    date: Stretch | None = None
    immediate: re.Match[str] | None = None
    review: re.Match[str] | None = None
    is_standing: bool = False
    is_undecided: bool = False


def plain(scan: Scan) -> Reading:
    """A text with one date at most: a deadline, at once, going on, or several of these."""
    words, parts = patterns(), _Parts()
    scan.take(words.label)
    while not scan.is_done:
        is_said = parts.date or parts.immediate
        if not ((scan.at and scan.take(words.glue)) or (is_said and scan.take(words.done))):
            _read_part(scan, parts)
    if parts.review and not parts.is_standing:
        raise scan.unread(*parts.review.span(), _CADENCE)
    if parts.immediate and not parts.date:
        parts.date = _at_once(scan, parts.immediate)
    if bool(parts.date or parts.is_standing) == parts.is_undecided:
        raise scan.unread(0, len(scan.text), NOT_UNDERSTOOD)
    return Reading(
        text=scan.folded.typed,
        due=parts.date.last if parts.date else None,
        standing=parts.is_standing,
        review=_interval(parts.review) if parts.review else "",
        undecided=parts.is_undecided,
        is_day=bool(parts.date and parts.date.is_figures and not parts.is_standing),
        leans_on=frozenset(scan.leans_on),
        how=tuple(scan.how),
        counted=scan.counted,
    )


def _read_part(scan: Scan, parts: _Parts) -> None:
    """Reads what begins here, or raises with what was left over."""
    words, start = patterns(), scan.at
    if match := scan.take(words.review):
        parts.review = match
    elif match := scan.take(words.standing):
        parts.is_standing = True
        scan.say(match, _STANDING)
    elif match := scan.take(words.immediate):
        parts.immediate = match
    elif scan.take(words.undecided):
        parts.is_undecided = True
    elif match := words.cadence.match(scan.text, start):
        raise scan.unread(*(parts.review or match).span(), _CADENCE)
    elif found := expression(scan):
        if parts.date and (match := scan.take(words.from_then_on)):
            parts.is_standing = True
            scan.say(match, _STANDING)
            return
        if parts.date:
            raise scan.unread(start, scan.at, _TWO)
        parts.date = found
    else:
        raise _left_over(scan)


def _at_once(scan: Scan, match: re.Match[str]) -> Stretch:
    days, base = scan.terms.immediate_days, scan.base(match)
    scan.say(match, _IMMEDIATE, days=days, base=base)
    due = after(base, f"{days} days")
    return Stretch(base, due)


def _interval(match: re.Match[str]) -> str:
    if unit := match["en_unit"]:
        count = int(match["en_count"] or 1) * (3 if unit == "quarter" else 1)
        name = "month" if unit == "quarter" else unit
        return f"{count} {name}" if count == 1 else f"{count} {name}s"
    return interval(number(match["count"]) or 1 if match["count"] else 1, match["unit"])


def _left_over(scan: Scan) -> Unread:
    """The failure that quotes what was not understood: up to the next date or mark of punctuation."""
    start, end = scan.at, scan.stretch(scan.at)
    for place in range(start + 1, end):
        scan.at = place
        try:
            if expression(scan):
                return scan.unread(start, place, NOT_UNDERSTOOD)
        except Unread:
            return scan.unread(start, place, NOT_UNDERSTOOD)
    return scan.unread(start, max(end, start + 1), NOT_UNDERSTOOD)
