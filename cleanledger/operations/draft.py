"""What an entry becomes: lines and edits put into its text, replayed, judged; nothing is written here."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from cleanledger.checks.rule import EvidenceFile
from cleanledger.checks.run import judge_entry, stamp
from cleanledger.i18n import N_, _
from cleanledger.model.entry import KEY_ORDER, Entry
from cleanledger.model.finding import Finding
from cleanledger.model.lifecycle import BEGINNINGS
from cleanledger.model.source import Document, Plain, Tree
from cleanledger.model.states import State
from cleanledger.model.validate import validate_entry
from cleanledger.model.vocabulary import verb_word
from cleanledger.operations.desk import Desk, Surroundings
from cleanledger.operations.refusal import RuledOut, new_errors
from cleanledger.store.changeset import FileChange
from cleanledger.store.splice import Append, Edit, Put, Remove, splice

LineTree = Mapping[str, Tree]
"""A log line as it will stand in the file."""


@dataclass(frozen=True)
class New:
    """A new entry: as it will stand in its file, with the files that come with it."""

    entry: Entry
    document: Document
    changes: tuple[FileChange, ...]


@dataclass(frozen=True)
class Acts:
    """What a verb does to one entry: lines for its log, edits beside them, evidence files it brings.

    `new`: an entry that begins by the same act, and is judged together with this one.
    """

    lines: Sequence[LineTree]
    edits: Sequence[Edit] = ()
    files: Mapping[Path, bytes] = field(default_factory=dict)
    new: New | None = None


@dataclass(frozen=True)
class Draft:
    """An entry before and after, judged; nothing is written yet."""

    before: Document
    after: Document
    entry: Entry
    changes: tuple[FileChange, ...]
    began: str = ""
    """The entry that begins by the same act."""


def plain(value: date | int) -> Plain:
    """A date or number as it stands in a file, without quotes."""
    return Plain(value.isoformat() if isinstance(value, date) else str(value))


def draft(desk: Desk, entry_id: str, verb: str, acts: Acts) -> Draft:
    """What `acts` make of an entry; RuledOut where a rule finds an error that was not there before."""
    entry, document = desk.open(entry_id)
    _refuse_untrue(desk, entry, document)
    lines = [*_missing_beginning(desk, entry, acts), *acts.lines]
    edits = [*acts.edits, *(Append(("log",), dict(line)) for line in lines)]
    changed = splice(document, edits, KEY_ORDER)
    state = desk.setting.replay(valid(changed, entry_id, verb)).state
    changed = splice(changed, stated(valid(changed, entry_id, verb), state), KEY_ORDER)
    after = valid(changed, entry_id, verb)
    together = {after.id: after} | ({acts.new.entry.id: acts.new.entry} if acts.new else {})
    refuse(desk, verb, (entry, document), (after, changed), Surroundings(brought(desk, acts.files), together))
    if acts.new:
        refuse(desk, verb, None, (acts.new.entry, acts.new.document), Surroundings(entries=together))
    path = desk.shelf.entry_path(entry_id)
    change = FileChange(path, desk.entries.read(entry_id).read.content, encoded(changed))
    files = (FileChange(each, None, content) for each, content in acts.files.items())
    changes = (*files, *(acts.new.changes if acts.new else ()), change)
    return Draft(document, changed, after, changes, acts.new.entry.id if acts.new else "")


def _refuse_untrue(desk: Desk, entry: Entry, document: Document) -> None:
    """What a hand made of status, round or deadline is not put back in silence by the next verb."""
    untrue = [each for each in judge_entry(desk.subject(entry, document)) if each.code in _GIVEN_BY_LOG]
    if untrue:
        raise RuledOut(_("the file of {id} must be put right first", id=entry.id), untrue, on_disk=True)


_GIVEN_BY_LOG = ("LG401", "LG402", "LG403")


def refuse(
    desk: Desk,
    verb: str,
    before: tuple[Entry, Document] | None,
    after: tuple[Entry, Document],
    around: Surroundings,
) -> None:
    """Raises RuledOut where the rules find in `after` an error that `before` did not have."""
    judged = desk.subject(*after, around, typed_from=len(before[0].log) if before else 0)
    found = new_errors(desk.subject(*before) if before else None, judged)
    if before is None:
        found = tuple(replace(each, hint=_way_in(each, after[0].id)) for each in found)
    if found:
        name = verb_word(verb, after[0].kind)
        raise RuledOut(_("{verb} {id} is refused", verb=name, id=after[0].id), found)


_WAYS_IN: Mapping[str, str] = MappingProxyType(
    {
        "LG202": N_("name the unit that answers now: ledger unit list shows them"),
        "LG420": N_("a sealed ledger takes no new entries: name another ledger"),
    }
)


def _way_in(finding: Finding, entry_id: str) -> str:
    """The hint where there is no entry yet that a command could be given to."""
    if finding.code in _WAYS_IN:
        return _(_WAYS_IN[finding.code])
    return "" if entry_id in finding.hint else finding.hint


def encoded(document: Document) -> bytes:
    """The bytes of a document's file; a BOM is read, not written."""
    return document.text.encode()


def valid(document: Document, entry_id: str, verb: str) -> Entry:
    """The entry that `document` holds; RuledOut where it is none."""
    entry, problems = validate_entry(document)
    if entry is None:
        findings = [stamp(problem, document, entry_id) for problem in problems]
        name = verb_word(verb, str((document.data or {}).get("kind")))
        raise RuledOut(_("{verb} {id} is refused", verb=name, id=entry_id), findings)
    return entry


def stated(entry: Entry, state: State) -> list[Edit]:
    """The edits that make status, round and deadline what the log gives."""
    edits: list[Edit] = []
    if entry.kind == "record":
        return edits
    if entry.status != state.status:
        edits.append(Put(("status",), state.status))
    if entry.kind in ("task", "rectification"):
        if entry.round != state.round:
            edits.append(Put(("round",), plain(state.round)))
        if entry.due != state.due:
            edits.append(Put(("due",), plain(state.due)) if state.due else Remove(("due",)))
    return edits


def _missing_beginning(desk: Desk, entry: Entry, acts: Acts) -> list[LineTree]:
    """A file without a log is legal; its first verb writes the `add` line that it stands for."""
    if entry.log or not acts.lines or acts.lines[0].get("did") in BEGINNINGS:
        return []
    first = acts.lines[0]
    cover = desk.setting.covers.get(entry.ledger)
    day = date.fromisoformat(str(first["date"]))
    began = min(cover.issued_on, day) if cover and cover.issued_on else day
    return [add_line(began, desk, entry.due, entry.lead_unit)]


def add_line(day: date, desk: Desk, due: date | None, lead_unit: str | None) -> LineTree:
    """The line that begins a log."""
    line: dict[str, Tree] = {"date": plain(day), "by": desk.typist, "did": "add"}
    if day != desk.today:
        line["entered"] = plain(desk.today)
    if due:
        line["due"] = plain(due)
    if lead_unit:
        line["lead_unit"] = lead_unit
    return line


def brought(desk: Desk, files: Mapping[Path, bytes]) -> dict[str, EvidenceFile]:
    """Evidence that is not on disk yet, as the rules know it."""
    return {
        path.relative_to(desk.shelf.folder).as_posix(): known_file(content) for path, content in files.items()
    }


def known_file(content: bytes) -> EvidenceFile:
    """What the rules know of a file of evidence that holds `content`."""
    return EvidenceFile(len(content), hashlib.sha256(content).hexdigest())
