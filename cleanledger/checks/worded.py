"""Deadlines with the words that they were read from, and what the words say by the log of their entry."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple, TypeAlias

from cleanledger.model.corrections import Effective
from cleanledger.model.deadlines import Reading, Unread, read
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.setting import Setting
from cleanledger.model.source import FieldPath
from cleanledger.model.states import day_in
from cleanledger.model.workdays import YearUnknown

Outcome: TypeAlias = "tuple[Reading, ...] | Unread | YearUnknown"
"""What words say, counted from each day that they may count from (none: not judged); or why they say none."""


def outcomes(
    entry: Entry, setting: Setting, lines: Iterable[Effective]
) -> Iterator[tuple["Worded", Outcome]]:
    """Each deadline of `entry` that has words, and what they say; `lines`: its log as it counts."""
    lines = tuple(lines)
    for worded in _worded(entry):
        try:
            yield worded, _readings(entry, setting, lines, worded)
        except (Unread, YearUnknown) as failure:
            yield worded, failure


class Worded(NamedTuple):
    """A deadline that has words beside its day: where it stands, by path and by dotted name."""

    place: FieldPath
    name: str
    due: date | None
    words: str


def _worded(entry: Entry) -> Iterator[Worded]:
    if entry.due_text:
        yield Worded((), "", entry.due, entry.due_text)
    for index, measure in enumerate(entry.measures):
        if measure.due_text:
            yield Worded(("measures", index), f"measures.{measure.num}.", measure.due, measure.due_text)
    for index, part in enumerate(entry.milestones):
        if part.due_text:
            yield Worded(("milestones", index), f"milestones.{index + 1}.", part.due, part.due_text)


def stale(entry: Entry, lines: Iterable[Effective]) -> str | None:
    """The words that the last extension or new round put in place of the entry's, "" for none.

    None where the entry has these, or its words were changed since.
    """
    told: str | None = None
    for _place, line in lines:
        if _moves_due(line):
            told = line.due_text or ""
        elif line.field == "due_text":
            told = str(line.now or "")
    return told if told is not None and told != (entry.due_text or "") else None


def misread(
    entry: Entry, setting: Setting, lines: Iterable[Effective]
) -> Iterator[tuple[int, LogLine, Reading]]:
    """Log lines whose day is not what their own words say, with what these say; the place from 0.

    Words that were asked for and granted count from the day of either line.
    """
    worded = [(place, line) for place, line in lines if line.due_text]
    for place, line in worded:
        days = {other.date for _place, other in worded if other.due_text == line.due_text}
        day = day_in(line.to) if line.did == "extend" else line.due
        try:
            found = [read(line.due_text or "", setting.terms(entry.ledger, base)) for base in sorted(days)]
        except (Unread, YearUnknown):
            continue
        if day and all(each.due != day for each in found):
            yield place, line, found[-1]


class _Told(NamedTuple):
    """How the log tells of words: on which days they were set, and whether it says why the day is another."""

    days: tuple[date, ...]
    is_explained: bool


def _told(lines: Iterable[Effective], worded: Worded) -> _Told:
    days: list[date] = []
    is_explained = False
    for _place, line in lines:
        of_words = line.due_text == worded.words and _adds(line.did, line.num, worded)
        if of_words or (line.field == f"{worded.name}due_text" and line.now == worded.words):
            days.append(line.date)
            is_explained = False
        elif line.field == f"{worded.name}due" or (not worded.name and _moves_due(line)):
            is_explained = is_explained or bool(line.reason or line.approved_by)
    return _Told(tuple(days), is_explained)


def _moves_due(line: LogLine) -> bool:
    return line.did == "reopen" or (line.did == "extend" and line.approved_by is not None)


def _adds(verb: str, num: int | None, worded: Worded) -> bool:
    if worded.name:
        return verb == "measure" and worded.name == f"measures.{num}."
    return verb in ("extend", "reopen")


def _readings(
    entry: Entry, setting: Setting, lines: Iterable[Effective], worded: Worded
) -> tuple[Reading, ...]:
    """What the words say, counted from each day that they may count from; none where the log says why.

    The words of an entry count from the day of issue of its ledger; in a ledger that runs, from the day of
    the paper that it comes from, or on which it was added. Words that came with an older list count from
    that list's day, which nobody knows here: where they lean on a day or a year they are not judged.
    """
    told = _told(lines, worded)
    if told.is_explained:
        return ()
    days = told.days or _beginnings(entry, setting)
    found = tuple(read(worded.words, setting.terms(entry.ledger, day)) for day in days)
    is_older = not told.days and bool(entry.log) and entry.log[0].did == "adopt"
    return tuple(each for each in found if not (is_older and each.leans_on))


def _beginnings(entry: Entry, setting: Setting) -> tuple[date | None, ...]:
    days = (
        setting.issued_on(entry.ledger),
        entry.source.date if entry.source else None,
        entry.log[0].date if entry.log else None,
    )
    return tuple(dict.fromkeys(day for day in days if day)) or (None,)
