"""`resolve`: an entry that git could not merge, joined by what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from cleanledger import git
from cleanledger.checks.run import stamp
from cleanledger.i18n import _
from cleanledger.model.setting import Setting
from cleanledger.model.source import Document
from cleanledger.model.validate import validate_entry
from cleanledger.model.vocabulary import field_name
from cleanledger.operations.approving import Circumstances, approved
from cleanledger.operations.desk import Desk
from cleanledger.operations.draft import encoded
from cleanledger.operations.joining import Choice, Joined, Settled, join
from cleanledger.operations.joining.choices import LOG
from cleanledger.operations.joining.markers import sides_in
from cleanledger.operations.refusal import RuledOut
from cleanledger.operations.save import Approved, Message
from cleanledger.store.changeset import FileChange, write_changes
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


@dataclass(frozen=True)
class Settlement:
    """What becomes of an entry in conflict: its file, or else what somebody must choose first, in words."""

    conflict: Conflict
    change: FileChange | None
    lines: tuple[str, ...] = ()


def settle(shelf: Shelf, setting: Setting, conflict: Conflict, settled: Settled) -> Settlement:
    """The two versions of an entry as one, as far as they go together; RuledOut where one cannot be read."""
    entry_id = conflict.entry
    if conflict.sides.ours is None or conflict.sides.theirs is None:
        return _kept_or_not(shelf, conflict, settled)
    joined = resolved(shelf, setting, conflict, settled)
    if joined.document is not None:
        return Settlement(conflict, _change_of(shelf, conflict, encoded(joined.document)))
    lines = [line for choice in joined.choices for line in told(entry_id, choice)]
    return Settlement(conflict, None, tuple(lines))


def _kept_or_not(shelf: Shelf, conflict: Conflict, settled: Settled) -> Settlement:
    """An entry that one side changed, while the other took its file away: only somebody can tell."""
    entry_id, sides = conflict.entry, conflict.sides
    if settled.take:
        return Settlement(conflict, _change_of(shelf, conflict, getattr(sides, settled.take)))
    keeps, drops = ("theirs", "ours") if sides.ours is None else ("ours", "theirs")
    return Settlement(
        conflict,
        None,
        (
            _("{id}: one side changed this entry, the other took its file away", id=entry_id),
            _("  to keep it: ledger resolve {id} --take {side}", id=entry_id, side=keeps),
            _("  to let it go: ledger resolve {id} --take {side}", id=entry_id, side=drops),
        ),
    )


def approved_join(desk: Desk, settled: Sequence[Settlement]) -> Approved:
    """The joined entries as the rules on changes see them: each side is a parent; RuledOut by these."""
    ids = tuple(each.conflict.entry for each in settled)
    sides = {each.conflict.entry: (each.conflict.sides.ours, each.conflict.sides.theirs) for each in settled}
    changes = [each.change for each in settled if each.change]
    return approved(desk, changes, message_of(ids), Circumstances(sides=sides))


def stage_joined(shelf: Shelf, repository: git.Repository, settled: Sequence[Settlement]) -> None:
    """Writes the joined entries, and tells git so; it goes on waiting."""
    changes = [each.change for each in settled if each.change]
    write_changes(shelf.folder, changes)
    git.stage(repository, {repository.relative(each.path): each.after for each in changes})


def message_of(ids: tuple[str, ...]) -> Message:
    """What the commit of joined entries says, where it is one of its own."""
    return Message("resolve", ids, "", ids)


def resolved(shelf: Shelf, setting: Setting, conflict: Conflict, settled: Settled) -> Joined:
    """The entry of both sides; RuledOut where one of them cannot be read."""
    sides = conflict.sides
    path = shelf.shown(shelf.entry_path(conflict.entry))
    if sides.ours is None or sides.theirs is None:
        message = "one side has no version"
        raise ValueError(message)
    base = _read(sides.base, path, conflict.entry) if sides.base is not None else None
    ours, theirs = (_read(each, path, conflict.entry) for each in (sides.ours, sides.theirs))
    return join(base, ours, theirs, setting.replay, settled)


def _read(content: bytes, path: str, entry_id: str) -> Document:
    document = read_document(content, path)
    entry, problems = validate_entry(document)
    found = [*document.problems, *problems]
    if entry is None:
        findings = [stamp(problem, document, entry_id) for problem in found]
        raise RuledOut(_("a version of {id} cannot be read", id=entry_id), findings)
    return document


def _change_of(shelf: Shelf, conflict: Conflict, content: bytes | None) -> FileChange:
    """The file of an entry as it becomes; None: it goes."""
    path = shelf.entry_path(conflict.entry)
    before = read_bytes(path, limit=_LIMIT) if path.exists() else None
    return FileChange(path, before, content)


def told(entry_id: str, choice: Choice) -> list[str]:
    """A choice in words, with the command that settles it."""
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
    lines.append("  " + _command(entry_id, choice.field))
    return lines


def _command(entry: str, field: str) -> str:
    behind = (" -r ", _("REASON"), " --approved-by ", _("POST"), " --doc ", _("PAPER"))
    more = "".join(behind) if field == LOG else ""
    name = f"'{field}=ours'" if any(each in field for each in " '\"$\\") else f"{field}=ours"
    return _("ledger resolve {id} --field {field}{more}   (or theirs)", id=entry, field=name, more=more)


def _spoken(field: str) -> str:
    top, _dot, rest = field.partition(".")
    return field_name(top) + (f" {rest}" if rest else "")
