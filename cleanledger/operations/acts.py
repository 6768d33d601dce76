"""What each verb does to one entry: the lines of its log, and the edits that belong to them."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.corrections import as_tree
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.paths import field_path, keys_at, shape_of, value_at
from cleanledger.model.source import FieldPath, Plain, Tree
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Acts, LineTree, plain
from cleanledger.operations.naming import find_unit
from cleanledger.store.evidence import evidence_name
from cleanledger.store.splice import Append, Edit, Put, Remove

LOG_ORDER = tuple(field.alias or name for name, field in LogLine.model_fields.items())


@dataclass(frozen=True)
class Act:
    """One verb done to one entry: what was told, with dates as dates and posts as codes."""

    desk: Desk
    verb: str
    entry: Entry
    data: Mapping[str, Tree]
    day: date
    given: Mapping[str, Any]

    def line(self, verb: str | None = None, **own: object) -> LineTree:
        """A log line of this act: who, when, on what paper, and the keys in `own` that are not None."""
        facts: dict[str, object] = {"date": self.day, "by": self.desk.typist, "did": verb or self.verb}
        facts |= {key: self.given.get(key) for key in ("actor", "doc", "meeting", "note")}
        facts["actor"] = None if facts["actor"] == self.desk.typist else facts["actor"]
        facts["entered"] = self.desk.today if self.desk.today != self.day else None
        facts |= own
        return {key: _as_written(facts[key]) for key in LOG_ORDER if facts.get(key) not in (None, [], ())}


def _as_written(value: object) -> Tree:
    if isinstance(value, date | int):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_as_written(item) for item in value]
    if isinstance(value, dict):
        return {key: _as_written(item) for key, item in value.items()}
    return value if isinstance(value, Plain) else str(value)


def one_line(act: Act) -> Acts:
    """A verb that is one log line with what it was told."""
    return with_evidence(act, Acts([act.line(None, **_own(act))]))


_COMMON = {"date", "actor", "doc", "meeting", "note", "evidence", "ref"}


def _own(act: Act) -> dict[str, object]:
    return {key: value for key, value in act.given.items() if key not in _COMMON}


def submit(act: Act) -> Acts:
    """Claims it as done; `--all-measures` marks what is open as done on the day."""
    if not act.given.get("all_measures"):
        return with_evidence(act, Acts([act.line()]))
    pending = [(place, each) for place, each in enumerate(act.entry.measures) if each.done_on is None]
    edits = [Put(("measures", place, "done_on"), plain(act.day)) for place, _measure in pending]
    return with_evidence(act, Acts([act.line(measures=[each.num for _place, each in pending])], edits))


def measure(act: Act) -> Acts:
    """A measure done or added, or a milestone reached."""
    given, done = act.given, act.given.get("done") or act.day
    if sum(given.get(key) is not None for key in ("num", "add", "milestone")) != 1:
        raise UsageError(_("say which measure: its NUM, or --add TEXT, or --milestone N"))
    if given.get("add") is not None:
        num = max((each.num for each in act.entry.measures), default=0) + 1
        item: Tree = {"num": plain(num), "text": str(given["add"])}
        return with_evidence(act, Acts([act.line(num=num, text=given["add"])], [Append(("measures",), item)]))
    if given.get("milestone") is not None:
        return with_evidence(act, _milestone(act, int(given["milestone"]), done))
    for place, each in enumerate(act.entry.measures):
        if each.num == given["num"]:
            edit = Put(("measures", place, "done_on"), plain(done))
            return with_evidence(act, Acts([act.line(num=each.num, done_on=done)], [edit]))
    known = ", ".join(str(each.num) for each in act.entry.measures) or _("none")
    raise Refused(
        _("{id} has no measure {num}; there are: {known}", id=act.entry.id, num=given["num"], known=known)
    )


def _milestone(act: Act, number: int, done: date) -> Acts:
    if not 1 <= number <= len(act.entry.milestones):
        raise Refused(_("{id} has no milestone {num}", id=act.entry.id, num=number))
    was = act.entry.milestones[number - 1].done_on
    line = act.line("set", field=f"milestones.{number}.done_on", was=was, now=done)
    return Acts([line], [Put(("milestones", number - 1, "done_on"), plain(done))])


def evidence(act: Act) -> Acts:
    """Evidence alone: files, or paper held elsewhere."""
    files = [*(act.given.get("files") or ()), *(act.given.get("evidence") or ())]
    if not files and not act.given.get("ref"):
        raise UsageError(_("name a FILE, or paper held elsewhere with --ref"))
    return with_evidence(act, Acts([act.line()]), files)


def extend(act: Act) -> Acts:
    """Asks for a later deadline, or grants or refuses one."""
    given = act.given
    line = act.line(
        was=act.entry.due,
        to=given.get("to"),
        reason=given.get("reason"),
        approved_by=given.get("approved_by"),
        refused_by=given.get("refused_by"),
    )
    granted = given.get("approved_by") is not None
    edits: list[Edit] = [Remove(("due_text",))] if granted and act.entry.due_text is not None else []
    return with_evidence(act, Acts([line], edits))


def with_evidence(act: Act, acts: Acts, files: Sequence[Path] | None = None) -> Acts:
    """`acts` with the evidence that was named: files copied, items listed, and named in the first line."""
    files = act.given.get("evidence") or () if files is None else files
    items: list[Tree] = []
    contents: dict[Path, bytes] = {}
    folder = act.desk.shelf.evidence_folder(act.entry.id)
    for path in files:
        target, content, is_new = evidence_name(folder, path, contents)
        if is_new:
            contents[target] = content
        stored = target.relative_to(act.desk.shelf.folder).as_posix()
        digest = hashlib.sha256(content).hexdigest()
        items.append(_item(act, path=stored, sha256=digest, size=len(content)))
    held_by = act.given.get("held_by")
    unit = find_unit(act.desk.setting, held_by) if held_by else None
    items += [_item(act, ref=ref, held_by=unit) for ref in act.given.get("ref") or ()]
    if not items:
        return acts
    known = {each.name for each in act.entry.evidence if (each.round or 1) == (act.entry.round or 1)}
    names = [str(item.get("path") or item.get("ref")) for item in items if isinstance(item, dict)]
    fresh = [item for item, name in zip(items, names, strict=True) if name not in known]
    first = _in_order({**acts.lines[0], "evidence": list[Tree](names), **_scan(act, files, names)})
    edits = [*acts.edits, *(Append(("evidence",), item) for item in fresh)]
    return Acts([first, *acts.lines[1:]], edits, contents)


def _in_order(line: Mapping[str, Tree]) -> LineTree:
    return {key: line[key] for key in LOG_ORDER if key in line}


def _scan(act: Act, files: Sequence[Path], names: Sequence[str]) -> LineTree:
    """Where the policy wants a scan behind what is typed for somebody else, the first file brought is it."""
    policy = act.desk.setting.policy_of(act.entry.ledger)(act.day)
    is_foreign = any(act.given.get(key) for key in ("actor", "approved_by", "refused_by"))
    return {"scan": names[0]} if files and is_foreign and policy.paper == "scan" else {}


def _item(act: Act, **facts: object) -> Tree:
    has_rounds = act.entry.kind in ("task", "rectification")
    facts |= {"date": act.day, "by": act.desk.typist, "round": act.entry.round or 1 if has_rounds else None}
    return {key: _as_written(value) for key, value in facts.items() if value is not None}


# --- set and correct ----------------------------------------------------------------------------


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
    lines, edits = [], list[Edit]()
    for text in act.given["changes"]:
        name, sign, value = split_change(text)
        path = known_field(act, name)
        was = value_at(act.data, path)
        now = _changed(act, path, was, sign, value)
        if now == was:
            raise Refused(_("{field} is that already", field=name))
        lines.append(act.line(field=name, was=was, now=now, reason=act.given.get("reason")))
        edits.append(Remove(path) if now is None else Put(path, now))
    return with_evidence(act, Acts(lines, edits))


def known_field(act: Act, name: str) -> FieldPath:
    """Where `name` points in the entry; a field that no entry has is refused."""
    path = field_path(act.data, name)
    known = keys_at(Entry, path[:-1])
    last = path[-1]
    if isinstance(last, str) and known and last not in known:
        raise Refused(
            _("there is no field {field}", field=name), _("fields here: {fields}", fields=", ".join(known))
        )
    return path


def _changed(act: Act, path: FieldPath, was: Tree | None, sign: str, text: str) -> Tree | None:
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
    tree = as_tree(wrong)
    for text in changes:
        key, sign, value = split_change(text)
        if key not in LOG_ORDER or sign != "=" or key in ("by", "did"):
            raise Refused(_("{field} of a log line cannot be corrected", field=key))
        now = _corrected_value(key, value)
        lines.append(
            act.line(of=target, field=key, was=tree.get(key), now=now, reason=reason, approved_by=approver)
        )
        edits += _put_right(act, wrong, key, now)
    return Acts(lines, edits)


def _corrected_value(key: str, value: str) -> Tree | None:
    dates = {
        "date",
        "entered",
        "due",
        "due_first",
        "closed_on",
        "done_on",
        "to",
        "days",
        "percent",
        "round",
        "num",
    }
    return None if not value else Plain(value) if key in dates else value


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
