"""`resolve`: an entry that git could not merge, joined by what it means."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cleanledger import git
from cleanledger.checks.run import judge_entry, stamp
from cleanledger.errors import Refused
from cleanledger.i18n import _
from cleanledger.model.finding import Finding
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document
from cleanledger.model.validate import validate_entry
from cleanledger.model.vocabulary import field_name, verb_word
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import encoded
from cleanledger.operations.joining import Choice, Joined, Settled, join
from cleanledger.operations.joining.choices import LOG
from cleanledger.operations.joining.markers import sides_in
from cleanledger.operations.refusal import RuledOut, only_new
from cleanledger.store.changeset import FileChange
from cleanledger.store.emitter import flow
from cleanledger.store.files import contents, read_bytes
from cleanledger.store.library import Shelf, entry_named
from cleanledger.store.reader import read_document

_LIMIT = 1 << 21
_MOST_SHOWN = 300


@dataclass(frozen=True)
class Conflict:
    """An entry in conflict. `staged`: git waits for it in its index."""

    entry: str
    sides: git.Sides
    staged: bool


@dataclass(frozen=True)
class Conflicts:
    """The entries in conflict, and the other paths that are."""

    entries: tuple[Conflict, ...]
    others: tuple[str, ...]


def find_conflicts(shelf: Shelf, repository: git.Repository) -> Conflicts:
    """What is in conflict: by git's index, and what was committed with marks in it."""
    top = repository.relative(shelf.folder)
    base = "" if top == "." else f"{top}/"
    entries, others = {}, []
    for path, sides in git.conflicts(repository).items():
        name = path.removeprefix(base)
        entry_id = entry_named(name.rpartition("/")[2])
        if entry_id and path == base + shelf.entry_path(entry_id).relative_to(shelf.folder).as_posix():
            entries[entry_id] = Conflict(entry_id, sides, staged=True)
        else:
            others.append(path)
    for ledger in shelf.ledgers():
        for name, content in contents(shelf.folder / ledger, limit=_LIMIT):
            found = entry_named(name)
            if found and found not in entries and b"<<<<<<< " in content:
                marked = _committed(shelf, repository, found, content)
                if marked:
                    entries[found] = Conflict(found, marked, staged=False)
    return Conflicts(tuple(entries.values()), tuple(others))


def _committed(shelf: Shelf, repository: git.Repository, entry_id: str, content: bytes) -> git.Sides | None:
    path = repository.relative(shelf.entry_path(entry_id))
    sides = git.sides_of_merge(repository, path)
    if sides and sides.ours and sides.theirs and b"<<<<<<< " not in sides.ours + sides.theirs:
        return sides
    return sides_in(content.decode("utf-8", "replace"))


def resolved(shelf: Shelf, setting: Setting, conflict: Conflict, settled: Settled) -> Joined:
    """The entry of both sides; Refused where a side took it away, RuledOut where one cannot be read."""
    sides = conflict.sides
    path = shelf.shown(shelf.entry_path(conflict.entry))
    if sides.ours is None or sides.theirs is None:
        raise Refused(
            _("{id}: one side changed this entry, the other took its file away", id=conflict.entry),
            _("an entry is ended, never removed: git add {path} keeps it", path=shlex.quote(path)),
        )
    base = _read(sides.base, path, conflict.entry) if sides.base is not None else None
    ours, theirs = (_read(each, path, conflict.entry) for each in (sides.ours, sides.theirs))
    return join(base, ours, theirs, setting.replay, settled)


def refuse_new_errors(desk: Desk, conflict: Conflict, joined: Document) -> None:
    """RuledOut where the joined entry has an error that neither side has: what was chosen brought it."""
    path = desk.shelf.shown(desk.shelf.entry_path(conflict.entry))
    sides = [_read(each, path, conflict.entry) for each in conflict.sides[1:] if each is not None]
    known = [finding for each in sides for finding in _errors(desk, each)]
    if found := only_new(known, _errors(desk, joined)):
        name = verb_word("resolve", "")
        raise RuledOut(_("{verb} {id} is refused", verb=name, id=conflict.entry), found)


def _errors(desk: Desk, document: Document) -> tuple[Finding, ...]:
    entry, _problems = validate_entry(document)
    return judge_entry(desk.subject(entry, document)) if entry else ()


def _read(content: bytes, path: str, entry_id: str) -> Document:
    document = read_document(content, path)
    entry, problems = validate_entry(document)
    found = [*document.problems, *problems]
    if entry is None:
        findings = [stamp(problem, document, entry_id) for problem in found]
        raise RuledOut(_("a version of {id} cannot be read", id=entry_id), findings)
    return document


def change_of(shelf: Shelf, conflict: Conflict, joined: Document) -> FileChange:
    """The file with the joined entry in it."""
    path: Path = shelf.entry_path(conflict.entry)
    return FileChange(path, read_bytes(path, limit=_LIMIT), encoded(joined))


def told(entry_id: str, choice: Choice, command: Callable[[str], str]) -> list[str]:
    """A choice in words, with the command that settles it; `command` gives it for the option."""
    if choice.field == LOG:
        head = _("{id}: lines of the two logs do not go together: {why}", id=entry_id, why=choice.why)
    else:
        name = _spoken(choice.field)
        head = _("{id}: both sides changed {field}, each in its own way", id=entry_id, field=name)
    lines = [head]
    for word, value in (
        (_("before"), choice.base),
        (_("ours"), choice.ours),
        (_("theirs"), choice.theirs),
    ):
        items = value if choice.field == LOG and isinstance(value, list) else [value]
        lines += [f"  {word}{_(': ')}{flow(item)[:_MOST_SHOWN]}" for item in items if item is not None]
    if choice.field == LOG:
        lines.append(_("  no line is lost; those of the side not taken are corrected, in the open:"))
    lines.append("  " + command(choice.field))
    return lines


def _spoken(field: str) -> str:
    top, _dot, rest = field.partition(".")
    return field_name(top) + (f" {rest}" if rest else "")
