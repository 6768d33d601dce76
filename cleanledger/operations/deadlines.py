"""Deadlines as told: what the words of a document say in a ledger, counted from a day."""

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.deadlines import Reading, Unread, read
from cleanledger.model.setting import Setting
from cleanledger.model.source import Plain, Tree
from cleanledger.operations.draft import plain


def read_deadline(setting: Setting, ledger: str, base: date | None, text: str) -> Reading:
    """What `text` says in `ledger`; UsageError that quotes what was not understood.

    YearUnknown where it counts working days of a year that no calendar has.
    """
    try:
        return read(text, setting.terms(ledger, base))
    except Unread as failure:
        quoted = failure.rest.strip()[:40]
        message = _("“{text}” in the deadline: {why}", text=quoted, why=failure.why.text())
        if not quoted:
            message = failure.why.text()
        raise UsageError(
            message,
            _("write a day such as 2024-06-30, or words such as 6月底前, 10个工作日内, 立行立改, 长期坚持"),
        ) from failure


def as_fields(reading: Reading) -> dict[str, Tree]:
    """What an entry holds of a reading: the day, its words, whether it goes on, the milestones."""
    fields: dict[str, Tree] = {}
    if reading.due:
        fields["due"] = plain(reading.due)
    if not reading.is_day:
        fields["due_text"] = reading.text
    if reading.standing:
        fields["standing"] = Plain("true")
    if reading.review:
        fields["review_every"] = reading.review
    if reading.milestones:
        fields["milestones"] = [{"title": title, "due": plain(due)} for title, due in reading.milestones]
    return fields


def one_day(reading: Reading) -> date:
    """The one day that `reading` names; UsageError where it says something else or more."""
    if reading.due is None or reading.milestones:
        raise UsageError(
            _("“{text}” names no single day", text=reading.text[:40]),
            _("here one day is wanted, e.g. 2024-06-30 or 6月底前"),
        )
    return reading.due


class Change(NamedTuple):
    """One change of a field by its dotted name: `key=value`, `key+=value` or `key-=value`."""

    name: str
    sign: str
    value: str
    """"" takes the field away."""
    follows: bool = False
    """Nobody typed it: it follows from the words of a deadline, and may be so already."""


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


def with_words_read(
    setting: Setting,
    ledger: str,
    base: date | None,
    changes: Sequence[Change],
    told: Collection[str] = (),
) -> tuple[Change, ...]:
    """`changes`, and what the words of deadlines among them say: words give the day, a bare day drops them.

    Words typed as `due_text` that say no day are kept as printed, and so are those beside a `due` that was
    typed too (`told`: what was, elsewhere); words typed as `due` that say none are an error.
    """
    names = {*told, *(change.name for change in changes)}
    return tuple(each for change in changes for each in _with_words(setting, ledger, base, change, names))


def _with_words(
    setting: Setting, ledger: str, base: date | None, change: Change, names: set[str]
) -> Iterator[Change]:
    above, _dot, key = change.name.rpartition(".")
    where = f"{above}." if above else ""
    is_typed = change.sign == "=" and change.value
    if key == "due" and not (is_typed and not _DAY.fullmatch(change.value)):
        yield change
        if f"{where}due_text" not in names:
            yield Change(f"{where}due_text", "=", "", follows=True)
    elif key == "due" or (key == "due_text" and is_typed and f"{where}due" not in names):
        try:
            reading = read_deadline(setting, ledger, base, change.value)
        except UsageError:
            if key == "due":
                raise
            yield change
            return
        if above or reading.milestones:
            one_day(reading)
        yield Change(f"{where}due", "=", reading.due.isoformat() if reading.due else "", follows=True)
        yield Change(f"{where}due_text", "=", "" if reading.is_day else reading.text, follows=True)
        if not above and "standing" not in names:
            yield Change("standing", "=", "true" if reading.standing else "", follows=True)
        if not above and "review_every" not in names and (reading.review or not reading.standing):
            yield Change("review_every", "=", reading.review, follows=True)
    else:
        yield change


def readings_in(
    setting: Setting, ledger: str, base: date | None, changes: Sequence[Change]
) -> Iterator[Reading]:
    """What the words of deadlines among `changes` say; none of words that say nothing."""
    for change in changes:
        key = change.name.rpartition(".")[2]
        if key in ("due", "due_text") and change.sign == "=" and change.value:
            with suppress(UsageError):
                yield read_deadline(setting, ledger, base, change.value)
