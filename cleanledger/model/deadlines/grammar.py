"""Reads the words of a deadline, all of them or none: nothing is passed over."""

from collections.abc import Iterable, Iterator

from cleanledger.i18n import N_
from cleanledger.model.deadlines.folded import Folded, fold
from cleanledger.model.deadlines.milestones import milestones
from cleanledger.model.deadlines.plain import plain
from cleanledger.model.deadlines.scan import Scan
from cleanledger.model.deadlines.terms import Reading, Said, Terms, Unread

_EMPTY = N_("the deadline is empty")
_TOO_LONG = N_("a deadline has at most {most} characters")
_IS_PAST = N_("{due} is before {base}, from which it counts: look whether the year is right")

LONGEST = 500
"""No cell of a deadline is longer, in characters."""
_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕", '"': '"', "“": "”"}


def read(text: str, terms: Terms) -> Reading:
    """What `text` says of a deadline; Unread where a word is left over, a day or a year is not there.

    YearUnknown where it counts working days of a year that no calendar has.
    """
    if len(text) > LONGEST:
        raise Unread(text, "", Said(_TOO_LONG, {"most": LONGEST}))
    folded = _without_brackets(fold(text))
    if not folded.text.strip():
        raise Unread(text, text.strip(), Said(_EMPTY))
    try:
        reading = _in_one(folded, terms)
    except Unread as failure:
        found = milestones(folded, terms)
        if found is None:
            raise failure from None
        reading = found
    past = reading.due and terms.base and reading.leans_on and reading.due < terms.base
    how = (*reading.how, *((Said(_IS_PAST, {"due": reading.due, "base": terms.base}),) if past else ()))
    return reading._replace(text=text.strip(), how=tuple(_once(how)))


def _in_one(folded: Folded, terms: Terms) -> Reading:
    """One deadline; where a line of the cell was broken within it, the break says nothing."""
    try:
        return plain(Scan(folded, terms))
    except Unread as failure:
        joined = folded.in_one_line()
        if joined is folded:
            raise
        try:
            return plain(Scan(joined, terms))
        except Unread:
            raise failure from None


def _without_brackets(folded: Folded) -> Folded:
    text = folded.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    while end - start > 1 and _BRACKETS.get(text[start]) == text[end - 1]:
        if _BRACKETS[text[start]] in text[start + 1 : end - 1]:
            break
        start, end = start + 1, end - 1
    return folded.part(start, end)


def _once(said: Iterable[Said]) -> Iterator[Said]:
    """Each kind of sentence once: that of the first part that it is true of."""
    seen = set()
    for each in said:
        if each.message not in seen:
            seen.add(each.message)
            yield each
