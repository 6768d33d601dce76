"""`correct`: a log line taken back or put right, and what it wrote beside the log with it."""

from collections.abc import Sequence

from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.corrections import heard, target_of
from cleanledger.model.log import COMMON_KEYS, KEYS_OF_VERBS, LogLine
from cleanledger.model.paths import field_path, shape_of, titles_at, value_at
from cleanledger.model.source import FieldPath, Plain, Tree
from cleanledger.model.traces import FIELD_VERBS, held_after, traces_of
from cleanledger.model.vocabulary import listed, log_field_name
from cleanledger.operations.act import Act, evidence_again
from cleanledger.operations.draft import Acts, LineTree
from cleanledger.operations.naming import find
from cleanledger.operations.set_fields import split_change
from cleanledger.operations.steps import added_measure
from cleanledger.store.splice import Append, Edit, Put, Remove


def correct(act: Act) -> Acts:
    """A log line taken back, or put right: the wrong line stays, and a line says what it should have said."""
    log = act.entry.log
    number = act.given.get("line") or len(log)
    if not 1 <= number <= len(log):
        raise Refused(
            _("{id} has no log line {num}", id=act.entry.id, num=number), _("ledger show ID numbers them")
        )
    wrong = log[number - 1]
    corrected = heard(log)
    if number - 1 not in {each.place for each in (*corrected.lines, *corrected.corrections)}:
        raise Refused(
            _("log line {num} was taken back already", num=number),
            _("to have it again, take back the correction: ledger show numbers the lines"),
        )
    facts = {
        "of": _target(log, number - 1),
        "reason": act.given.get("reason"),
        "approved_by": act.given.get("approved_by"),
    }
    lines = [act.line(**facts)]
    if changes := act.given.get("changes"):
        stated = value_at(act.data, ("log", number - 1))
        lines = []
        for text in changes:
            key, value = _change(wrong, text)
            was = stated.get(key) if isinstance(stated, dict) else None
            lines.append(act.line(**facts, field=key, was=was, now=_corrected_value(key, value)))
    return Acts(lines, _followed(act, number - 1, lines))


def _followed(act: Act, index: int, lines: Sequence[LineTree]) -> list[Edit]:
    """What the entry holds beside its log, once the corrections in `lines` are heard."""
    log = act.entry.log
    after = (*log, *(LogLine.model_validate(line) for line in lines))
    spoken_of = index
    while log[spoken_of].did == "correct" and (target := target_of(log, spoken_of)) is not None:
        spoken_of = target
    before_it, after_it = (heard(each).lines for each in (log, after))
    held = held_after(line for _place, line in after_it)
    touched = {
        name: _before(log[spoken_of], name)
        for lines_heard in (before_it, after_it)
        for place, line in lines_heard
        if place == spoken_of
        for name in traces_of(line)
    }
    edits: list[Edit] = []
    for name, first in touched.items():
        value = held.get(name, first)
        path = _place_of(act, name)
        if path is not None and value is not _KEPT and value != value_at(act.data, path):
            edits.append(Put(path, value) if value is not None else Remove(path))
    counts = [any(place == spoken_of for place, _line in each) for each in (before_it, after_it)]
    return [*edits, *_brought(act, log[spoken_of], was=counts[0], now=counts[1])]


_KEPT = "kept"
"""What a field held before any line wrote it is not known: it stays as it is."""


def _before(line: LogLine, name: str) -> Tree | None:
    """What `name` held before the log wrote it for the first time."""
    if line.did in FIELD_VERBS:
        was: Tree | None = line.was
        return was
    return _KEPT if name in ("level", "found_by", "lead_unit") else None


def _place_of(act: Act, name: str) -> FieldPath | None:
    """Where a field that a line writes stands in the entry; None where what it belongs to is gone."""
    top, _dot, rest = name.partition(".")
    if top == "indicators":
        names = [each.name for each in act.entry.indicators]
        wanted = rest.removesuffix(".actual")
        return ("indicators", names.index(wanted), "actual") if wanted in names else None
    num, _dot, key = rest.partition(".")
    if top == "measures" and key in ("done_on", "text"):
        numbers = [str(each.num) for each in act.entry.measures]
        return ("measures", numbers.index(num), key) if num in numbers else None
    return field_path(act.data, name)


def _brought(act: Act, line: LogLine, *, was: bool, now: bool) -> list[Edit]:
    """Items of lists that a line brought: gone where it no longer counts, there again where it does."""
    entry = act.entry
    if was == now:
        return []
    if now:
        known = {each.name for each in entry.evidence}
        edits: list[Edit] = [
            Append(("evidence",), item)
            for name in line.evidence
            if name not in known
            for item in evidence_again(act, line, name)
        ]
        if line.did == "measure" and line.text is not None:
            edits.append(
                Append(("measures",), added_measure(line.num or 0, line.text, line.due, line.due_text))
            )
        return edits
    places: list[FieldPath] = [
        ("evidence", place)
        for place, each in enumerate(entry.evidence)
        if each.name in line.evidence and each.date == line.date
    ]
    places += [
        ("measures", place)
        for place, each in enumerate(entry.measures)
        if line.did == "measure" and line.text is not None and each.num == line.num
    ]
    accepted = [
        ("accepted", place)
        for place, each in enumerate(entry.accepted)
        if line.did == "accept" and (each.code, each.date) == (line.code, line.date)
    ]
    return [Remove(place) for place in reversed([*places, *accepted[-1:]])]


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
