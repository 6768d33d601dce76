"""`record`: what was held or sent on a day, in the ledger of its year; that is made where it is missing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.book import Book
from cleanledger.model.cover import Cover
from cleanledger.model.source import Plain, Tree
from cleanledger.model.validate import validate
from cleanledger.model.verb_names import in_language
from cleanledger.operations.add import begun, next_id, with_changes
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import New, plain
from cleanledger.operations.naming import find_record_type
from cleanledger.operations.set_up import filled, new_ledger
from cleanledger.operations.verbs import log_date
from cleanledger.store.changeset import FileChange
from cleanledger.store.reader import read_document

_PREFIX = "JL"


def record(desk: Desk, given: Mapping[str, Any]) -> New:
    """A new record; where its year has no ledger yet, with the cover of one."""
    (new,) = records(desk, [given])
    return new


def records(desk: Desk, each_given: Sequence[Mapping[str, Any]]) -> tuple[New, ...]:
    """New records that begin together, numbered one after the other, with the covers that are missing."""
    found: list[New] = []
    begun_in: Counter[str] = Counter()
    for given in each_given:
        day = log_date(given, desk.today)
        ledger = given.get("into") or f"{records_of(desk.setting.book)}-{day.year}"
        cover = None
        if ledger not in desk.setting.covers and not desk.shelf.cover_path(ledger).exists():
            desk, cover = _with_ledger(desk, ledger, day.year)
        desk.cover_kind(ledger)
        new = _begun(desk, ledger, day, given, begun_in[ledger])
        begun_in[ledger] += 1
        found.append(replace(new, changes=(cover, *new.changes)) if cover else new)
    return tuple(found)


def _begun(desk: Desk, ledger: str, day: date, given: Mapping[str, Any], place: int) -> New:
    body = given.get("held_by") or desk.setting.directory.unit_of(desk.typist) or ""
    type_ = find_record_type(desk.setting, given["type"])
    unit = desk.setting.directory.units.get(body)
    facts = {
        "kind": "record",
        "id": next_id(desk, ledger, place),
        "type": type_,
        "date": day,
        "title": given.get("title") or f"{type_} {unit.name if unit else body} {day.isoformat()}",
        "held_by": body,
        "mode": given.get("mode"),
        "entries": list(given.get("entries") or ()),
        "doc": given.get("doc"),
        "units": list(given.get("units") or ()),
        "to": list(given.get("to") or ()),
        "reply_by": given.get("reply_by"),
        "decisions": list(given.get("decisions") or ()),
        "numbers": dict(_number(text) for text in given.get("numbers") or ()),
    }
    data = filled(facts)
    if given.get("findings") is not None:
        data["findings"] = plain(given["findings"])
    # Its number is its own, and the paper behind somebody else's act as well.
    told = {key: value for key, value in given.items() if key != "doc" or given.get("actor")}
    return begun(desk, "add", with_changes(desk, data, given), told)


def records_of(book: Book) -> str:
    """What the ids of the ledgers begin with that records go to, one a year."""
    return book.records or _PREFIX


def _number(text: str) -> tuple[str, Tree]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise UsageError(_("{text} is not of the form NAME=N", text=text), _("e.g. --number people=35"))
    return name.strip(), Plain(value.strip())


def _with_ledger(desk: Desk, ledger: str, year: int) -> tuple[Desk, FileChange]:
    """The desk with a new ledger for the records of a year."""
    called = in_language("record", "record", desk.setting.book.language)
    facts = {
        "kind": "record",
        "title": f"{year}年工作{called}" if desk.setting.book.language == "zh" else f"Records {year}",
        "keeper": desk.setting.directory.unit_of(desk.typist),
        "year": year,
    }
    change = new_ledger(desk.shelf, desk.setting, ledger, filled(facts), desk.today)
    cover, _problems = validate(Cover, read_document(change.after or b"", desk.shelf.shown(change.path)))
    covers = {**desk.setting.covers, **({ledger: cover} if cover else {})}
    return replace(desk, setting=replace(desk.setting, covers=covers)), change
