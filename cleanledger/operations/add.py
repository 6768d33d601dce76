"""Begins an entry (add, adopt): the cover's defaults, what was told, the next free number."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.entry import KEY_ORDER, KEYS_OF_KINDS
from cleanledger.model.lifecycle import FIRST_STATUS
from cleanledger.model.paths import field_path, value_at
from cleanledger.model.source import Tree
from cleanledger.model.vocabulary import kind_word, verb_word
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.deadlines import with_words_read
from cleanledger.operations.desk import Desk, Surroundings
from cleanledger.operations.draft import Acts, New, brought, encoded, plain, refuse, valid
from cleanledger.operations.numbers import next_number
from cleanledger.operations.older_list import with_older_list
from cleanledger.operations.set_fields import named_changes, set_value, split_change
from cleanledger.operations.verbs import log_date
from cleanledger.store.changeset import FileChange
from cleanledger.store.emitter import emit
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Put, Remove, apply


def add(desk: Desk, given: Mapping[str, Any]) -> New:
    """The new entry that `given` asks for, under the next free number of its ledger."""
    data = with_changes(desk, _data(desk, given, next_id(desk, given["ledger"])), given)
    return begun(desk, "add", data, given, due=data.get("due"), lead_unit=data.get("lead_unit"))


def adopt(desk: Desk, given: Mapping[str, Any]) -> New:
    """An entry taken over from an older list, in the state that the list claims."""
    cover = None
    if given.get("list"):
        desk.cover_kind(given["ledger"])
        desk, cover = with_older_list(desk, given["ledger"], given["list"])
    data = _data(desk, given, next_id(desk, given["ledger"]))
    kind = str(data["kind"])
    if kind not in FIRST_STATUS:
        raise Refused(_("a {kind} has no {verb}", kind=kind_word(kind), verb=verb_word("adopt")))
    data["status"] = given.get("status") or FIRST_STATUS[kind]
    if "round" in data:
        data["round"] = plain(given.get("round") or 1)
    data = with_changes(desk, data, given)
    claims = {key: given.get(key) for key in ("due_first", "extended", "closed_on", "row", "round")}
    new = begun(desk, "adopt", data, given, status=data["status"], due=data.get("due"), **claims)
    return replace(new, changes=(cover, *new.changes)) if cover else new


def next_id(desk: Desk, ledger: str, place: int = 0) -> str:
    """The next free id of a ledger; `place`: how many entries of the same command go before it."""
    return f"{ledger}-{next_number(desk.shelf, ledger, desk.repository) + place:03}"


def begun(desk: Desk, verb: str, data: Mapping[str, Tree], given: Mapping[str, Any], **own: object) -> New:
    """The entry that holds `data`, its log begun by `verb`; RuledOut where a rule finds an error in it."""
    new = unjudged(desk, verb, data, given, **own)
    files = {change.path: change.after or b"" for change in new.changes[:-1]}
    refuse(desk, verb, None, (new.entry, new.document), Surroundings(brought(desk, files)))
    return new


def unjudged(desk: Desk, verb: str, data: Mapping[str, Tree], given: Mapping[str, Any], **own: object) -> New:
    """The entry that holds `data`, its log begun by `verb`; no rule has judged it yet."""
    entry_id = str(data["id"])
    path = desk.shelf.entry_path(entry_id)
    began = read_document(emit(in_key_order(data)).encode(), desk.shelf.shown(path))
    act = Act(desk, verb, valid(began, entry_id, verb), data, log_date(given, desk.today), given)
    acts = with_evidence(act, Acts([act.line(**own)]))
    whole = apply(data, acts.edits) | {"log": [dict(line) for line in acts.lines]}
    document = read_document(emit(in_key_order(whole)).encode(), desk.shelf.shown(path))
    files = (FileChange(each, None, content) for each, content in acts.files.items())
    changes = (*files, FileChange(path, None, encoded(document)))
    return New(valid(document, entry_id, verb), document, changes)


def in_key_order(data: Mapping[str, Tree]) -> dict[str, Tree]:
    """`data` of an entry with its keys in canonical order."""
    return {key: data[key] for key in KEY_ORDER if key in data}


def _data(desk: Desk, given: Mapping[str, Any], entry_id: str) -> dict[str, Tree]:
    kind = desk.cover_kind(given["ledger"])
    defaults = desk.setting.covers[given["ledger"]].defaults
    told: dict[str, Tree | None] = {
        "kind": kind,
        "id": entry_id,
        "title": given["title"],
        "lead_unit": given.get("lead_unit") or defaults.lead_unit,
        "units": list[Tree](given.get("units") or ()),
        "acceptance_unit": defaults.acceptance_unit,
        "party_branch": defaults.party_branch,
        "leader": given.get("leader") or defaults.leader,
        "owner": given.get("owner") or defaults.owner,
        "due": plain(given["due"]) if given.get("due") else None,
        **given.get("deadline", {}),
        "measures": measures_of(given.get("measures") or ()),
        "status": FIRST_STATUS.get(kind),
        "round": plain(1) if kind in ("task", "rectification") else None,
    }
    data = {key: value for key, value in told.items() if value and key in KEYS_OF_KINDS[kind]}
    if told["lead_unit"] and data.get("acceptance_unit") == told["lead_unit"]:
        # A default that cannot stand for this entry is no wish of anybody's.
        del data["acceptance_unit"]
    if told["due"] and "due" not in KEYS_OF_KINDS[kind]:
        raise Refused(_("a {kind} has no deadline", kind=kind_word(kind)))
    return data


def measures_of(texts: Sequence[str]) -> list[Tree]:
    """New measures, numbered from 1."""
    return [{"num": plain(num), "text": text} for num, text in enumerate(texts, 1)]


def with_changes(desk: Desk, data: Mapping[str, Tree], given: Mapping[str, Any]) -> dict[str, Tree]:
    """`data` with each `key=value` of `--set`."""
    data = dict(data)
    texts = given.get("changes") or ()
    for text in texts:
        _key, sign, value = split_change(text)
        if sign != "=" or not value:
            raise Refused(_("{text}: add takes key=value", text=text))
    asked = named_changes(str(data["kind"]), data, texts)
    ledger = str(data["id"]).rpartition("-")[0]
    told = [key for key in ("due",) if given.get(key)]
    if told and any(change.name == "due" for change in asked):
        raise Refused(_("the deadline is told twice: {option} and {text}", option="--due", text="due="))
    for change in with_words_read(desk.setting, ledger, desk.setting.issued_on(ledger), asked, told):
        path = field_path(data, change.name)
        if change.value:
            data = apply(data, [Put(path, set_value(desk, path, change.value))])
        elif value_at(data, path) is not None:
            data = apply(data, [Remove(path)])
    return data
