"""`set` and `amend`: fields changed, one log line each; which verb may change which, the rules say."""

import re
from collections.abc import Iterable, Mapping

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import KEYS_OF_KINDS, Entry
from cleanledger.model.paths import field_path, shape_of, titles_at, value_at
from cleanledger.model.source import FieldPath, Plain, Tree
from cleanledger.model.vocabulary import field_name, listed
from cleanledger.operations.act import Act, with_evidence
from cleanledger.operations.deadlines import Change, with_words_read
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Acts, LineTree
from cleanledger.operations.naming import find, find_unit
from cleanledger.store.splice import Edit, Put, Remove, apply

WRITTEN = frozenset({"kind", "id", "status", "round", "log"})
"""Keys that only the program writes."""


def split_change(text: str) -> tuple[str, str, str]:
    """`key=value`, `key+=value` or `key-=value` as key, sign (=, += or -=) and value."""
    key, equals, value = text.partition("=")
    sign = "="
    if key[-1:] in ("+", "-"):
        key, sign = key[:-1], key[-1] + "="
    if not equals or not key:
        raise UsageError(_("{text} is not of the form key=value", text=text))
    return key.strip(), sign, value.strip()


def set_fields(act: Act) -> Acts:
    """Fields set, taken away, or lists changed; one log line a field."""
    lines, edits, data = [], list[Edit](), act.data
    asked = named_changes(act.entry.kind, data, act.given["changes"])
    for change in with_words_read(act.desk.setting, act.entry.ledger, act.day, asked):
        path = field_path(data, change.name)
        was = value_at(data, path)
        now = _new_value(act, path, was, change.sign, change.value)
        if now == was and change.follows:
            continue
        if now == was:
            raise Refused(_("{field} is that already", field=field_name(change.name)))
        lines.append(changed(act, change.name, was, now))
        edits.append(Remove(path) if now is None else Put(path, now))
        data = apply(data, edits[-1:])
    if not lines:
        raise Refused(_("{field} is that already", field=listed(field_name(each.name) for each in asked)))
    return with_evidence(act, Acts(lines, edits))


def named_changes(kind: str, data: Mapping[str, Tree], texts: Iterable[str]) -> list[Change]:
    """Each `key=value` with the field that it names; what the program writes is nobody's to type."""
    found = []
    for text in texts:
        typed, sign, value = split_change(text)
        name, path = find_field(kind, data, typed)
        if path[0] in WRITTEN:
            raise Refused(_("{field} is written by the tool", field=field_name(name)))
        found.append(Change(name, sign, value))
    return found


def changed(act: Act, field: str, was: Tree | None, now: Tree | None) -> LineTree:
    """The log line of one field that changes."""
    reason, approver = act.given.get("reason"), act.given.get("approved_by")
    return act.line(field=field, was=was, now=now, reason=reason, approved_by=approver)


def find_field(kind: str, data: Mapping[str, Tree], typed: str) -> tuple[str, FieldPath]:
    """The dotted name of a field of `kind`, typed by keys, titles or their beginnings, and its place."""
    parts: list[str] = []
    for part in typed.split("."):
        where = tuple(parts)
        titles = titles_at(Entry, where)
        if not parts:
            titles = {key: names for key, names in titles.items() if key in KEYS_OF_KINDS[kind]}
        is_number = bool(parts) and part.isascii() and part.isdigit()
        parts.append(_key(part, titles, typed) if titles and not is_number else part)
    name = ".".join(parts)
    return name, field_path(data, name)


def _key(part: str, titles: Mapping[str, tuple[str, ...]], typed: str) -> str:
    known = [field_name(key) for key in titles if key not in WRITTEN]
    return find(
        part,
        titles,
        unknown=_("there is no field {field}", field=typed),
        hint=_("fields here: {fields}", fields=listed(known)),
    )


def _new_value(act: Act, path: FieldPath, was: Tree | None, sign: str, text: str) -> Tree | None:
    if sign == "=":
        return set_value(act.desk, path, text, is_list=isinstance(was, list)) if text else None
    values = set_value(act.desk, path, text, is_list=True)
    having, named = was if isinstance(was, list) else [], values if isinstance(values, list) else []
    if sign == "+=":
        return [*having, *(value for value in named if value not in having)]
    return [item for item in having if item not in named] or None


def set_value(desk: Desk, path: FieldPath, text: str, *, is_list: bool = False) -> Tree:
    """What `key=text` writes at `path`: a list where one belongs, units as codes, dates unquoted."""
    if is_list or shape_of(path).is_list:
        parts = (part.strip() for part in re.split("[,，、]", text))
        return [_one_value(desk, path, part) for part in parts if part]
    return _one_value(desk, path, text)


def _one_value(desk: Desk, path: FieldPath, text: str) -> Tree:
    shape = shape_of(path)
    if shape.is_unit:
        return find_unit(desk.setting, text)
    return text if shape.is_text else Plain(text)
