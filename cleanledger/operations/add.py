"""Adds an entry: the cover's defaults, what was told, the next free number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.entry import KEY_ORDER, KEYS_OF_KINDS, Entry
from cleanledger.model.lifecycle import FIRST_STATUS
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import field_name, kind_word
from cleanledger.operations.act import in_order
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import add_line, plain, refuse, valid
from cleanledger.operations.naming import find_unit
from cleanledger.operations.numbers import next_number
from cleanledger.operations.set_fields import WRITTEN, find_field, set_value, split_change
from cleanledger.store.changeset import FileChange
from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Put, apply


@dataclass(frozen=True)
class Wish:
    """What `add` was told; units as typed, `changes` as key=value."""

    ledger: str
    title: str
    lead_unit: str | None = None
    due: date | None = None
    measures: Sequence[str] = ()
    units: Sequence[str] = ()
    owner: str | None = None
    leader: str | None = None
    changes: Sequence[str] = ()
    day: date | None = None
    facts: Mapping[str, Tree] = field(default_factory=dict)
    """What else the `add` line says: actor, doc, meeting, note."""


@dataclass(frozen=True)
class Added:
    """A new entry, judged; not written yet."""

    entry: Entry
    change: FileChange


def add(desk: Desk, wish: Wish) -> Added:
    """The new entry that `wish` asks for, under the next free number of its ledger."""
    number = next_number(desk.shelf, wish.ledger, desk.repository)
    data = _data(desk, wish, f"{wish.ledger}-{number:03}")
    path = desk.shelf.entry_path(str(data["id"]))
    content = emit(data).encode()
    document = read_document(content, desk.shelf.shown(path))
    entry = valid(document, str(data["id"]), "add")
    refuse(desk, "add", None, (entry, document), {})
    return Added(entry, FileChange(path, None, content))


def _data(desk: Desk, wish: Wish, entry_id: str) -> dict[str, Tree]:
    kind = desk.cover_kind(wish.ledger)
    cover = desk.setting.covers[wish.ledger]
    unit = find_unit(desk.setting, wish.lead_unit) if wish.lead_unit else cover.defaults.lead_unit
    told: dict[str, Tree | None] = {
        "kind": kind,
        "id": entry_id,
        "title": wish.title,
        "lead_unit": unit,
        "units": list[Tree](find_unit(desk.setting, each) for each in wish.units),
        "acceptance_unit": cover.defaults.acceptance_unit,
        "party_branch": cover.defaults.party_branch,
        "leader": wish.leader or cover.defaults.leader,
        "owner": wish.owner or cover.defaults.owner,
        "due": plain(wish.due) if wish.due else None,
        "measures": [{"num": plain(n), "text": text} for n, text in enumerate(wish.measures, 1)],
        "status": FIRST_STATUS.get(kind),
        "round": plain(1) if kind in ("task", "rectification") else None,
    }
    data = {key: value for key, value in told.items() if value and key in KEYS_OF_KINDS[kind]}
    if unit and data.get("acceptance_unit") == unit:
        # A default that cannot stand for this entry is no wish of anybody's.
        del data["acceptance_unit"]
    if told["due"] and "due" not in data:
        raise Refused(_("a {kind} has no deadline", kind=kind_word(kind)))
    for text in wish.changes:
        data = _told(desk, kind, data, text)
    due = data.get("due")
    lead = data.get("lead_unit")
    line = add_line(wish.day or desk.today, desk, _day(due), lead if isinstance(lead, str) else None)
    data["log"] = [in_order({**line, **wish.facts})]
    return {key: data[key] for key in KEY_ORDER if key in data}


def _day(due: Tree | None) -> date | None:
    try:
        return date.fromisoformat(due) if isinstance(due, str) else None
    except ValueError:
        return None  # the model says what is wrong with it


def _told(desk: Desk, kind: str, data: dict[str, Tree], text: str) -> dict[str, Tree]:
    """`data` with one `key=value` of `--set`."""
    typed, sign, value = split_change(text)
    if sign != "=" or not value:
        raise Refused(_("{text}: add takes key=value", text=text))
    name, path = find_field(kind, data, typed)
    if path[0] in WRITTEN:
        raise Refused(_("{field} is written by the tool", field=field_name(name)))
    return apply(data, [Put(path, set_value(desk, path, value))])
