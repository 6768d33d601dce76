"""One verb done to one entry: the log line that it writes, and the evidence that it brings."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from cleanledger.errors import UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import Entry
from cleanledger.model.log import LogLine
from cleanledger.model.source import Plain, Tree
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import Acts, LineTree, plain
from cleanledger.store.evidence import evidence_name
from cleanledger.store.library import evidence_file
from cleanledger.store.splice import Append

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
    place: int = 0
    """How many entries the same command has done it to before."""

    def line(self, **own: object) -> LineTree:
        """A log line of this act: who, when, on what paper, and the keys in `own` that are not None.

        Its verb is that of the act, unless `own` says otherwise (`did`).
        """
        facts: dict[str, object] = {"date": self.day, "by": self.desk.typist, "did": self.verb}
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
    return with_evidence(act, Acts([act.line(**_own(act))]))


_COMMON = {"date", "actor", "doc", "meeting", "note", "evidence", "ref"}


def _own(act: Act) -> dict[str, object]:
    return {key: value for key, value in act.given.items() if key not in _COMMON}


def evidence(act: Act) -> Acts:
    """Evidence alone: files, or paper held elsewhere."""
    files = [*(act.given.get("files") or ()), *(act.given.get("evidence") or ())]
    if not files and not act.given.get("ref"):
        raise UsageError(_("name a FILE, or paper held elsewhere with --ref"))
    return with_evidence(act, Acts([act.line()]), files)


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
    items += [_item(act, ref=ref, held_by=held_by) for ref in act.given.get("ref") or ()]
    if not items:
        return acts
    known = {each.name for each in act.entry.evidence if (each.round or 1) == (act.entry.round or 1)}
    names = [str(item.get("path") or item.get("ref")) for item in items if isinstance(item, dict)]
    fresh = [item for item, name in zip(items, names, strict=True) if name not in known]
    first = in_order({**acts.lines[0], "evidence": list[Tree](names), **_scan(act, files, names)})
    edits = [*acts.edits, *(Append(("evidence",), item) for item in fresh)]
    return Acts([first, *acts.lines[1:]], edits, contents)


def in_order(line: Mapping[str, Tree]) -> dict[str, Tree]:
    """A log line with its keys in canonical order."""
    return {key: line[key] for key in LOG_ORDER if key in line}


def _scan(act: Act, files: Sequence[Path], names: Sequence[str]) -> LineTree:
    """Where the policy wants a scan behind what is typed for somebody else, the first file brought is it."""
    policy = act.desk.setting.policy_of(act.entry.ledger)(act.day)
    is_foreign = any(act.given.get(key) for key in ("actor", "approved_by", "refused_by"))
    return {"scan": names[0]} if files and is_foreign and policy.paper == "scan" else {}


def evidence_again(act: Act, line: LogLine, name: str) -> list[Tree]:
    """The item of evidence that `line` brought under `name`; none where its file is no longer there."""
    facts: dict[str, object] = {"ref": name}
    if name.startswith("evidence/"):
        file = evidence_file(act.desk.shelf, name)
        if file is None or file.sha256 is None:
            return []
        facts = {"path": name, "sha256": file.sha256, "size": file.size}
    return [_item(act, **facts, date=line.date, by=line.by)]


def _item(act: Act, **own: object) -> Tree:
    has_rounds = act.entry.kind in ("task", "rectification")
    facts: dict[str, object] = {
        key: own[key] for key in ("path", "sha256", "size", "ref", "held_by") if key in own
    }
    facts |= {"date": act.day, "by": act.desk.typist, "round": act.entry.round or 1 if has_rounds else None}
    return {key: _as_written(value) for key, value in (facts | own).items() if value is not None}
