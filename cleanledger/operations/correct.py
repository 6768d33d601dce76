"""`correct`: a log line taken back or put right, and what it wrote beside the log with it."""

from collections.abc import Sequence

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.paths import field_path, shape_of, titles_at, value_at
from cleanledger.model.source import FieldPath, Plain, Tree
from cleanledger.model.vocabulary import listed, log_field_name
from cleanledger.operations.act import Act
from cleanledger.operations.draft import Acts
from cleanledger.operations.naming import find
from cleanledger.operations.set_fields import split_change
from cleanledger.store.splice import Edit, Put, Remove


def correct(act: Act) -> Acts:
    """A log line taken back, or put right: the wrong line stays, and a line says what it should have said."""
    log = act.entry.log
    number = act.given.get("line") or len(log)
    if not 1 <= number <= len(log):
        raise Refused(
            _("{id} has no log line {num}", id=act.entry.id, num=number), _("ledger show ID numbers them")
        )
    wrong = log[number - 1]
    target = _target(log, number - 1)
    reason, approver = act.given.get("reason"), act.given.get("approved_by")
    changes = act.given.get("changes") or ()
    if not changes:
        return Acts([act.line(of=target, reason=reason, approved_by=approver)], _taken_back(act, wrong))
    lines, edits = [], list[Edit]()
    stated = value_at(act.data, ("log", number - 1))
    for text in changes:
        key, value = _change(wrong, text)
        was = stated.get(key) if isinstance(stated, dict) else None
        now = _corrected_value(key, value)
        lines.append(act.line(of=target, field=key, was=was, now=now, reason=reason, approved_by=approver))
        edits += _put_right(act, wrong, key, now)
    return Acts(lines, edits)


def _change(wrong: LogLine, text: str) -> tuple[str, str]:
    """The key of the log line, typed by key, title or unique beginning, and its new value."""
    typed, sign, value = split_change(text)
    keys = KEYS_OF_VERBS[wrong.did]
    titles = titles_at(LogLine, ())
    fits = {
        key: titles[key] for key in (*COMMON_KEYS, *keys.required, *keys.optional) if key not in ("by", "did")
    }
    unknown = _("{field} of this log line cannot be corrected", field=typed)
    hint = _("fields here: {fields}", fields=listed(log_field_name(key) for key in fits))
    key = find(typed, fits, unknown=unknown, hint=hint)
    if sign != "=":
        raise Refused(unknown, _("write {key}=VALUE", key=key))
    return key, value


def _corrected_value(key: str, value: str) -> Tree | None:
    if not value:
        return None
    # What a field or a deadline was is written as it was read.
    return value if shape_of((key,), LogLine).is_text and key not in ("to", "was", "now") else Plain(value)


def _target(log: Sequence[LogLine], index: int) -> dict[str, object]:
    wrong = log[index]
    equal = [i for i, line in enumerate(log) if line.date == wrong.date and line.did == wrong.did]
    of: dict[str, object] = {"date": wrong.date, "did": wrong.did}
    return of | ({"nth": equal.index(index) + 1} if len(equal) > 1 else {})


def _taken_back(act: Act, wrong: LogLine) -> list[Edit]:
    """What the line wrote beside the log, put back; status, round and deadline follow from the log itself."""
    edits: list[Edit] = []
    if wrong.did == "measure":
        edits += _measure_taken_back(act, wrong)
    elif wrong.did == "submit":
        places = [i for i, each in enumerate(act.entry.measures) if each.num in wrong.measures]
        edits += [Remove(("measures", i, "done_on")) for i in places]
    elif wrong.did in ("set", "amend", "transfer") and wrong.field and wrong.field != "due":
        path = field_path(act.data, wrong.field)
        edits.append(Put(path, wrong.was) if wrong.was is not None else Remove(path))
    named = set(wrong.evidence)
    places = [
        i for i, each in enumerate(act.entry.evidence) if each.name in named and each.date == wrong.date
    ]
    return [*edits, *(Remove(("evidence", i)) for i in reversed(places))]


def _measure_taken_back(act: Act, wrong: LogLine) -> list[Edit]:
    for place, each in enumerate(act.entry.measures):
        if each.num == wrong.num:
            where: FieldPath = ("measures", place)
            return [Remove(where)] if wrong.text is not None else [Remove((*where, "done_on"))]
    return []


def _put_right(act: Act, wrong: LogLine, key: str, now: Tree | None) -> list[Edit]:
    if wrong.did == "measure" and key in ("done_on", "text") and now is not None:
        return [
            Put(("measures", i, key), now)
            for i, each in enumerate(act.entry.measures)
            if each.num == wrong.num
        ]
    if wrong.did in ("set", "amend", "transfer") and key == "now" and wrong.field and wrong.field != "due":
        path = field_path(act.data, wrong.field)
        return [Put(path, now) if now is not None else Remove(path)]
    if wrong.did == "add" and key == "lead_unit" and now is not None:
        return [Put(("lead_unit",), now)]
    return []
