"""The page of a field: every place in every file where it can stand."""

from collections.abc import Iterable, Iterator, Sequence

from cleanledger.i18n import _, language
from cleanledger.model.cover import KINDS
from cleanledger.model.entry import DEADLINE_KEYS, KEYS_OF_KINDS, REQUIRED_OF_KINDS
from cleanledger.model.fields import ENTRY, LOG, Field
from cleanledger.model.lifecycle import changed_by
from cleanledger.model.log import ALWAYS, COMMON_KEYS, KEYS_OF_VERBS
from cleanledger.model.vocabulary import either, field_name, kind_word, listed, verb_word
from cleanledger.render.json_text import Json
from cleanledger.render.page import Block, Page, Section, rows


def field_page(key: str, places: Sequence[Field]) -> Page:
    """What stands under `key` wherever it can stand."""
    titles = listed(dict.fromkeys(title(each) for each in places))
    return Page(
        "field",
        key,
        f"{key} · {titles}" if titles != key else key,
        "",
        tuple(Section(_place(each), _told(each)) for each in places),
        {"places": [_facts(each) for each in places]},
    )


def title(field: Field) -> str:
    """The title of a field in the language in use."""
    return field.title_zh if language() == "zh" else field.title


def kinds_of(field: Field) -> tuple[str, ...]:
    """The kinds whose entries have the field; of a log line those are not told apart."""
    return tuple(kind for kind in KINDS if field.top in KEYS_OF_KINDS[kind]) if field.home == ENTRY else ()


def _place(field: Field) -> str:
    if field.home != ENTRY:
        return f"{field.home}{_(': ')}{field.path} · {title(field)}"
    where = _("log line") if field.is_of_log else _("entry")
    return (
        f"{where}{_(': ')}{field.path.removeprefix(LOG) if field.is_of_log else field.path} · {title(field)}"
    )


def _told(field: Field) -> tuple[Block, ...]:
    return rows(
        (_("what"), _(field.description)),
        (_("holds"), _holds(field)),
        (_("of"), _of(field)),
        (_("needed"), _needed(field)),
        (_("changed by"), _changed_by(field)),
        (_("example"), f"`{field.key}: {field.example}`"),
    )


def _holds(field: Field) -> str:
    if field.parts:
        held = _("a map with the keys {keys}", keys=listed(field.parts))
        return _("a list; each item: {item}", item=held) if field.is_list else held
    one = _("one of: {choices}", choices=listed(field.choices)) if field.choices else _(field.sort)
    if field.is_map:
        return _("a map: word: value; each value: {value}", value=one)
    return _("a list; each item: {item}", item=one) if field.is_list else one


def _of(field: Field) -> str:
    if field.is_of_log and field.path.count(".") == 1:
        verbs = _verbs_with(field.key)
        return _("every line") if field.key in COMMON_KEYS else listed(verb_word(each) for each in verbs)
    kinds = kinds_of(field) if not field.is_of_log else ()
    return listed(kind_word(kind) for kind in kinds) if len(kinds) < len(KINDS) else _("every kind")


def _verbs_with(key: str, *, required: bool = False) -> tuple[str, ...]:
    return tuple(
        verb
        for verb, keys in KEYS_OF_VERBS.items()
        if key in keys.required or (not required and key in keys.optional)
    )


def _needed(field: Field) -> str:
    if field.is_of_log and field.path.count(".") == 1:
        if field.key in COMMON_KEYS[:ALWAYS]:
            return _("always")
        return listed(verb_word(each) for each in _verbs_with(field.key, required=True)) or _("no")
    if field.home == ENTRY and "." not in field.path:
        return _needed_of_kinds(field)
    return _("where the rest of it stands") if field.required and "." in field.path else _yes(field.required)


def _needed_of_kinds(field: Field) -> str:
    kinds = [kind for kind in KINDS if field.key in REQUIRED_OF_KINDS[kind]]
    if len(kinds) == len(KINDS):
        return _("always")
    if kinds:
        return listed(map(kind_word, kinds))
    if field.key in DEADLINE_KEYS:
        return _("task and rectification need {keys}", keys=either(map(field_name, DEADLINE_KEYS)))
    return _("no")


def _yes(needed: bool) -> str:  # noqa: FBT001 - the word for it
    return _("always") if needed else _("no")


def _changed_by(field: Field) -> tuple[str, ...]:
    if field.home != ENTRY or field.is_of_log:
        return ()
    if field.path == "log":
        return (_("every verb adds a line; none is taken away"),)
    return tuple(_by_kind(field)) or (_("nobody: it is written once, or by the tool"),)


def _by_kind(field: Field) -> Iterator[str]:
    """The verbs that change a field, kinds that share them together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for kind in kinds_of(field):
        alike.setdefault(changed_by(kind, _dotted(field)), []).append(kind)
    for verbs, kinds in alike.items():
        if verbs:
            words = listed(dict.fromkeys(verb_word(verb, kind) for verb in verbs for kind in kinds))
            yield words if len(alike) == 1 else _of_kinds(kinds) + _(": ") + words


def _of_kinds(kinds: Iterable[str]) -> str:
    return listed(map(kind_word, kinds))


def _dotted(field: Field) -> str:
    return field.path.replace("[]", ".1")


def _facts(field: Field) -> dict[str, Json]:
    return {
        "file": field.home,
        "path": field.path,
        "title": title(field),
        "description": _(field.description),
        "choices": list(field.choices),
        "list": field.is_list,
        "map": field.is_map or bool(field.parts),
        "keys": list(field.parts),
        "kinds": list(kinds_of(field)),
        "verbs": list(_verbs_with(field.key)) if field.is_of_log else [],
        "required": field.required,
        "changed_by": {
            kind: list(changed_by(kind, _dotted(field)))
            for kind in (kinds_of(field) if not field.is_of_log else ())
        },
        "example": field.example,
    }
