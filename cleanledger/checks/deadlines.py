"""LG308 to LG310: a deadline against the words of the document that it was read from."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from cleanledger.checks.rule import Rule, Subject, rule
from cleanledger.i18n import N_, _
from cleanledger.model.deadlines import Reading, Unread, read
from cleanledger.model.finding import Severity
from cleanledger.model.source import FieldPath, Problem
from cleanledger.model.workdays import YearUnknown


class _Worded(NamedTuple):
    """A deadline that has words beside its day: where it stands, by path and by dotted name."""

    place: FieldPath
    name: str
    due: date | None
    words: str


def _worded(subject: Subject) -> Iterator[_Worded]:
    entry = subject.entry
    if entry.due_text:
        yield _Worded((), "", entry.due, entry.due_text)
    for index, measure in enumerate(entry.measures):
        if measure.due_text:
            yield _Worded(("measures", index), f"measures.{measure.num}.", measure.due, measure.due_text)
    for index, part in enumerate(entry.milestones):
        if part.due_text:
            yield _Worded(("milestones", index), f"milestones.{index + 1}.", part.due, part.due_text)


_MOVES_DUE = ("extend", "reopen")


class _Told(NamedTuple):
    """How the log tells of words: on which days they were set, and whether it says why the day is another."""

    days: tuple[date, ...]
    is_explained: bool


def _told(subject: Subject, worded: _Worded) -> _Told:
    days: list[date] = []
    is_explained = False
    for _place, line in subject.lines:
        of_words = line.due_text == worded.words and _adds(line.did, line.num, worded)
        if of_words or (line.field == f"{worded.name}due_text" and line.now == worded.words):
            days.append(line.date)
            is_explained = False
        elif line.field == f"{worded.name}due" or (not worded.name and line.did in _MOVES_DUE):
            is_explained = is_explained or bool(line.reason or line.approved_by)
    return _Told(tuple(days), is_explained)


def _adds(verb: str, num: int | None, worded: _Worded) -> bool:
    if worded.name:
        return verb == "measure" and worded.name == f"measures.{num}."
    return verb in ("extend", "reopen")


def _readings(subject: Subject, worded: _Worded) -> tuple[Reading, ...]:
    """What the words say, counted from each day that they may count from; none where the log says why.

    The words of an entry count from the day of issue of its ledger; in a ledger that runs, from the day of
    the paper that it comes from, or on which it was added. Words that came with an older list count from
    that list's day, which nobody knows here: where they lean on a day or a year they are not judged.
    """
    entry, setting = subject.entry, subject.setting
    told = _told(subject, worded)
    if told.is_explained:
        return ()
    days = told.days or _beginnings(subject)
    found = tuple(read(worded.words, setting.terms(entry.ledger, day)) for day in days)
    is_older = not told.days and bool(entry.log) and entry.log[0].did == "adopt"
    return tuple(each for each in found if not (is_older and each.leans_on))


def _beginnings(subject: Subject) -> tuple[date | None, ...]:
    entry = subject.entry
    days = (
        subject.setting.issued_on(entry.ledger),
        entry.source.date if entry.source else None,
        entry.log[0].date if entry.log else None,
    )
    return tuple(dict.fromkeys(day for day in days if day)) or (None,)


@rule("LG308", "due-not-as-printed", hint=N_("put the day or the words right, or say why: ledger amend"))
def due_not_as_printed(subject: Subject) -> Iterator[Problem]:
    """The deadline is another day than the words of the document say, and no log line says why.

    Why: whoever reads the words and whoever counts by the day must mean the same. A line that extends or
    amends the deadline gives a reason; without one it is a slip of the pen, or worse.

    Example:
        # RW-2024/RW-2024-003.yaml
        due: 2024-07-31
        due_text: 6月底前  # LG308
    """
    for worded in _worded(subject):
        try:
            readings = _readings(subject, worded)
        except (Unread, YearUnknown):
            continue
        if worded.due and readings and not any(_agrees(each, worded, subject) for each in readings):
            yield Problem(_says(readings[-1], worded), (*worded.place, "due_text"))


def _agrees(reading: Reading, worded: _Worded, subject: Subject) -> bool:
    goes_on = bool(worded.name) or not reading.standing or subject.entry.standing is True
    return reading.due == worded.due and goes_on


def _says(reading: Reading, worded: _Worded) -> str:
    if reading.due is None and not reading.standing:
        return _("“{words}” says that no day is set; due is {due}", words=worded.words, due=_iso(worded.due))
    if reading.due is None:
        return _("“{words}” says that it goes on; due is {due}", words=worded.words, due=_iso(worded.due))
    if reading.due == worded.due:
        return _("“{words}” says that it goes on, which standing: true says", words=worded.words)
    return _(
        "“{words}” is {day}; due is {due}", words=worded.words, day=_iso(reading.due), due=_iso(worded.due)
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


@rule(
    "LG309",
    "deadline-words-not-read",
    Severity.NOTE,
    hint=N_("the words stay as printed; the day that counts is due"),
)
def deadline_words_not_read(subject: Subject) -> Iterator[Problem]:
    """The words of a deadline say nothing that can be read as a day.

    Why: lists say 年内见成效 or 尽快. The words are kept; somebody has set the day beside them.

    Example:
        # RW-2024/RW-2024-003.yaml
        due: 2024-12-31
        due_text: 年内见成效  # LG309
    """
    for worded in _worded(subject):
        try:
            _readings(subject, worded)
        except Unread as failure:
            message = _("“{text}” was not understood: {why}", text=failure.rest, why=failure.why.text())
            yield Problem(message, (*worded.place, "due_text"))
        except YearUnknown:
            continue


@rule(
    "LG310",
    "deadline-year-without-calendar",
    Severity.WARNING,
    hint=N_("ledger calendar add enters the days off of a year, as announced"),
)
def deadline_year_without_calendar(subject: Subject) -> Iterator[Problem]:
    """A deadline counts working days of a year whose days off are not known.

    Why: the State Council announces each year's days off in the autumn before; until calendar.yaml has
    them nobody can say whether the day is right.

    Example:
        # RW-2024/RW-2024-003.yaml
        due: 2027-05-31
        due_text: 800个工作日内  # LG310
    """
    for worded in _worded(subject):
        try:
            _readings(subject, worded)
        except YearUnknown as failure:
            yield Problem(
                _("the days off of {year} are not known", year=failure.year), (*worded.place, "due_text")
            )
        except Unread:
            continue


RULES: tuple[Rule, ...] = (due_not_as_printed, deadline_words_not_read, deadline_year_without_calendar)
