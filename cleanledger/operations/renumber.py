"""`renumber`: an entry under another number, with everything that names it; no value changes by it.

What the log says stays as it is: only the id itself is written anew, where it stands as an id, and in the
paths of its evidence. Texts keep the old id, which goes on finding the entry by `aliases`.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cleanledger.checks.keepers import keeps, not_the_keepers
from cleanledger.checks.references import DECIDED, IN_LINES, KIND_WANTED
from cleanledger.checks.rule import EvidenceFile
from cleanledger.errors import Refused, UsageError
from cleanledger.i18n import _
from cleanledger.model.entry import KEY_ORDER, Entry
from cleanledger.model.paths import value_at
from cleanledger.model.source import Document, FieldPath, Tree
from cleanledger.model.vocabulary import verb_word
from cleanledger.operations.desk import Desk, Surroundings
from cleanledger.operations.draft import encoded, known_file, valid
from cleanledger.operations.numbers import used_numbers
from cleanledger.operations.refusal import RuledOut, new_errors
from cleanledger.operations.save import Message
from cleanledger.store.changeset import FileChange
from cleanledger.store.files import contents, read_bytes
from cleanledger.store.library import EVIDENCE, Read, ReadEntry, entry_named, evidence_paths
from cleanledger.store.reader import read_document
from cleanledger.store.splice import Append, Edit, Put, splice

_LIMIT = 1 << 30
_TEXT_LIMIT = 1 << 20
_CHANGING = ("set", "amend", "transfer")


@dataclass(frozen=True)
class Renumbered:
    """An entry under its new id, judged; nothing is written yet. `others`: the entries that name it."""

    old: str
    entry: Entry
    others: tuple[str, ...]
    changes: tuple[FileChange, ...]


@dataclass(frozen=True)
class _Renaming:
    old: str
    new: str
    keeps_old: bool = True
    """Whether the old id goes on finding the entry."""

    def of(self, text: str) -> str:
        """What `text` becomes: the id, or a path in its evidence folder; anything else stays."""
        folder = f"{EVIDENCE}/{self.old}/"
        if text == self.old:
            return self.new
        return f"{EVIDENCE}/{self.new}/{text.removeprefix(folder)}" if text.startswith(folder) else text

    def edits(self, data: Mapping[str, Tree]) -> list[Edit]:
        """The edits of an entry by which it names the new id."""
        return [Put(path, self.of(text)) for path, text in _named_in(data) if self.of(text) != text]


def message_of(done: Renumbered) -> Message:
    """What the commit says of it."""
    ids = (done.entry.id, done.old, *done.others)
    return Message("renumber", (f"{done.old} {done.entry.id}",), done.entry.kind, ids)


def renumber(desk: Desk, entry_id: str, to: int | None) -> Renumbered:
    """`entry_id` under the number `to`, else the next free one; by a clerk of the ledger's keeper."""
    entry, _document = desk.open(entry_id)
    ledger = entry_id.rpartition("-")[0]
    _refuse(desk, ledger, entry)
    return _renumbered(desk, _Renaming(entry_id, _new_id(desk, ledger, to)))


def make_way(desk: Desk, entry_id: str, new_id: str) -> Renumbered:
    """`entry_id`, which nobody else has yet, under a new id; the old one is another entry's."""
    return _renumbered(desk, _Renaming(entry_id, new_id, keeps_old=False))


def _renumbered(desk: Desk, renaming: _Renaming) -> Renumbered:
    entry_id = renaming.old
    entry, document = desk.open(entry_id)
    moved = {
        path: read_bytes(desk.shelf.folder / path, limit=_LIMIT)
        for path in evidence_paths(desk.shelf)
        if path.startswith(f"{EVIDENCE}/{entry_id}/")
    }
    before = {entry_id: (entry, document), **{each: desk.open(each) for each in _naming(desk, entry_id)}}
    after = {each: _renamed(desk, renaming, each, before[each][1]) for each in before}
    brought = {renaming.of(path): known_file(content) for path, content in moved.items()}
    _judge(desk, renaming, before, after, brought)
    others = tuple(each for each in before if each != entry_id)
    changes = [
        FileChange(desk.shelf.entry_path(each), desk.entries.read(each).read.content, encoded(after[each][1]))
        for each in others
    ]
    old, new = desk.shelf.entry_path(entry_id), desk.shelf.entry_path(renaming.new)
    changes += _moved(old, desk.entries.read(entry_id).read.content, new, encoded(after[entry_id][1]))
    for path, content in moved.items():
        changes += _moved(desk.shelf.folder / path, content, desk.shelf.folder / renaming.of(path), content)
    return Renumbered(entry_id, after[entry_id][0], others, tuple(changes))


def _moved(old: Path, before: bytes, new: Path, after: bytes) -> tuple[FileChange, FileChange]:
    return FileChange(new, None, after), FileChange(old, before, None)


def _refuse(desk: Desk, ledger: str, entry: Entry) -> None:
    if not keeps(desk.setting, ledger, desk.typist, desk.today, entry):
        message = not_the_keepers(desk.setting, ledger, desk.typist, entry)
        raise Refused(f"LG702 {message}", _("a clerk of the unit that keeps the ledger gives numbers"))
    cover = desk.setting.covers.get(ledger)
    if cover and cover.sealed:
        raise Refused(
            _("the ledger was sealed on {day}", day=cover.sealed.date.isoformat()),
            _("its numbers stand as they were printed"),
        )


def _new_id(desk: Desk, ledger: str, to: int | None) -> str:
    used = used_numbers(desk.shelf, ledger, desk.repository)
    if to is not None and to < 1:
        raise UsageError(_("{number} is not a number of an entry", number=to), _("numbers count from 1"))
    if to in used:
        raise Refused(
            _("the number {number} was given before in {ledger}", number=to, ledger=ledger),
            _("without --to it gets the next free number: {number}", number=max(used) + 1),
        )
    new = f"{ledger}-{to or max(used, default=0) + 1:03}"
    if os.path.lexists(desk.shelf.evidence_folder(new)):
        raise Refused(
            _("{path} is there already", path=desk.shelf.shown(desk.shelf.evidence_folder(new))),
            _("take what lies there away first, or give another number with --to"),
        )
    return new


def _naming(desk: Desk, entry_id: str) -> Iterator[str]:
    """The other entries in whose text the id stands."""
    for ledger in desk.shelf.ledgers():
        for name, content in contents(desk.shelf.folder / ledger, limit=_TEXT_LIMIT):
            other = entry_named(name)
            is_its = other is not None and other.rpartition("-")[0] == ledger
            if other and is_its and other != entry_id and entry_id.encode() in content:
                yield other


def _named_in(data: Mapping[str, Tree]) -> Iterator[tuple[FieldPath, str]]:
    """Every text of an entry that is an id of an entry or a path of evidence by its place."""
    for key in KIND_WANTED:
        yield from _texts(data, (key,))
    for key in DECIDED:
        yield from _texts(data, (key, "meeting"))
    for index in range(_length(data, "evidence")):
        yield from _texts(data, ("evidence", index, "path"))
    for index in range(_length(data, "log")):
        did = value_at(data, ("log", index, "did"))
        keys = [*(key for key in IN_LINES if key != "to" or did == "carry"), "scan", "evidence"]
        top = str(value_at(data, ("log", index, "field"))).partition(".")[0]
        if did == "correct" or (did in _CHANGING and top in (*KIND_WANTED, *DECIDED)):
            keys += ["was", "now"]
        for key in keys:
            yield from _texts(data, ("log", index, key))


def _texts(data: Mapping[str, Tree], path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    """The texts at `path` and below."""
    value = value_at(data, path)
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key in value:
            yield from _texts(data, (*path, key))
    else:
        for index in range(len(value or ())):
            yield from _texts(data, (*path, index))


def _length(data: Mapping[str, Tree], key: str) -> int:
    value = data.get(key)
    return len(value) if isinstance(value, list) else 0


def _renamed(desk: Desk, renaming: _Renaming, entry_id: str, document: Document) -> tuple[Entry, Document]:
    """An entry that names the new id; the one that has it has the old one among its former ids."""
    edits = renaming.edits(document.data or {})
    if entry_id != renaming.old:
        changed = splice(document, edits, KEY_ORDER)
        return valid(changed, entry_id, "renumber"), changed
    edits.append(Put(("id",), renaming.new))
    if renaming.keeps_old:
        edits.append(Append(("aliases",), renaming.old))
    changed = splice(document, edits, KEY_ORDER)
    there = read_document(encoded(changed), desk.shelf.shown(desk.shelf.entry_path(renaming.new)))
    return valid(there, renaming.new, "renumber"), there


def _judge(
    desk: Desk,
    renaming: _Renaming,
    before: Mapping[str, tuple[Entry, Document]],
    after: Mapping[str, tuple[Entry, Document]],
    brought: Mapping[str, EvidenceFile],
) -> None:
    """Raises RuledOut where an entry would have an error that it did not have."""
    then = replace(desk)
    then.entries.gone.add(renaming.old)
    for entry, document in after.values():
        then.entries.known[entry.id] = ReadEntry(Read(encoded(document), document, ()), entry)
    found = [
        finding
        for each, (entry, document) in after.items()
        for finding in new_errors(
            desk.subject(*before[each]), then.subject(entry, document, Surroundings(brought))
        )
    ]
    if found:
        name = verb_word("renumber")
        raise RuledOut(_("{verb} {id} is refused", verb=name, id=renaming.old), found)
